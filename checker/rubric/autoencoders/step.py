"""Steps of a learner's ACAI followed by hand: which shares it drew, who moved by which gradient, what came back."""

from functools import cached_property

import numpy as np

from checker.failures import Failure
from checker.rubric.adversarial.step import expect_moved
from checker.rubric.autoencoders.game import Game, after, drawn, followed, read_alpha
from checker.rubric.diagnosis import diagnose
from checker.rubric.expect import expect, scalar
from checker.text import describe, number

LATENT, COUNT, GAMMA, STRENGTH = 7, 6, 0.3, 0.8
RATES = 0.5, 0.01  # of the autoencoder, whose gradients are means over pixels, and of the critic
FAR = 5  # standard deviations, beyond which numbers are not taken for what they should be
SHARES = 40  # steps in which shares are looked at


class Steps:
    """The steps that the checks look at; each is taken when the first check asks for it."""

    def __init__(self, learner, plan, rng):
        self.learner, self.plan = learner, plan
        self._rng = rng
        self.pixels = int(np.prod(plan.image))
        self.images = self.draw(COUNT)

    def draw(self, count):
        """Images float32 (count, h, w, c) in [0, 1]."""
        return self._rng.uniform(0, 1, (count, *self.plan.image)).astype("float32")

    def game(self, **settings):
        """A new game, whose step is not compiled."""
        given = {"strength": STRENGTH, "gamma": GAMMA, "run_eagerly": True, **settings}
        return Game(self.learner, self.plan, LATENT, RATES, **given)

    def take(self, game, weights, images=None, fit=False):
        """A step from these weights: `(weights before, moved, returned)`; `moved` is a `Weights` of gradients."""
        images = self.images if images is None else images
        game.set(weights)
        before = game.weights()
        returned = game.step(images, fit)
        now = game.weights()
        moved = [-(n - b) / RATES[0] for n, b in zip(now.autoencoder, before.autoencoder, strict=True)]
        moved += [-(n - b) / RATES[1] for n, b in zip((now.w, now.b), (before.w, before.b), strict=True)]
        return before, type(before)(*moved), returned

    def rows(self, images=None):
        """Images as float64 rows (n, pixels)."""
        images = self.images if images is None else images
        return images.reshape(len(images), -1).astype("float64")

    @cached_property
    def plain(self):
        """A step without a critic's word: strength 0."""
        return self.take(self.game(strength=0.0), drawn(self._rng, self.pixels, LATENT))

    @cached_property
    def flat(self):
        """Two first steps of the same seed, whose critics are zeros and a bias: `[(before, moved), ...]`."""
        found = []
        for b in (1.0, 2.5):
            before, moved, _ = self.take(self.game(), drawn(self._rng, self.pixels, LATENT, critic=False, b=b))
            found.append((before, moved))
        return found

    @cached_property
    def alpha(self):
        """The shares of a first step with this seed and this number of images, (n, 1)."""
        before, moved = self.flat[0]
        return read_alpha(before, self.rows(), GAMMA, moved.w, moved.b)[0]

    @cached_property
    def whole(self):
        """First steps with this seed in which all networks play a part: `[(game, before, moved, returned), ...]`."""
        found = []
        for bent in (False, True):
            game = self.game(bent=bent)
            found.append((game, *self.take(game, drawn(self._rng, self.pixels, LATENT, b=0.3))))
        return found


def flat_of(arrays):
    """All numbers of a list of arrays, one after the other."""
    return np.concatenate([np.ravel(array) for array in arrays])


def expect_reconstruction(steps):
    """Fail unless, without a critic's word, encoder and decoder move along the reconstruction error."""
    before, moved, _ = steps.plain
    right = followed(before, steps.rows(), np.full((COUNT, 1), 0.25), 0.0, GAMMA)
    optimizer = "autoencoder_optimizer"
    ratio = RATES[1] / RATES[0]
    for name, places in (("encoder", (0, 1)), ("decoder", (2, 3))):
        got, wanted = (flat_of([arrays[i] for i in places]) for arrays in (moved.autoencoder, right.autoencoder))
        critics = "The critic's loss moves it as well: take that loss's gradients by the critic's weights only."
        reached = [
            flat_of([followed(before, steps.rows(), np.full((COUNT, 1), a), 0.0, GAMMA, mistakes=("critic reaches",))
                     .autoencoder[i] for i in places])
            for a in (0.0, 0.25, 0.5)
        ]  # fmt: skip
        known = {
            f"It was not moved: {optimizer} applies its gradients, those of encoder and decoder together.": 0 * wanted,
            "It was moved by critic_optimizer: the autoencoder has an optimizer of its own.": ratio * wanted,
            "The sign is turned round: an optimizer goes down the slope by itself.": -wanted,
            "It was moved twice, or by a scaled gradient: one update a step.": 2 * wanted,
            "The squares are summed over the pixels of each image: the loss is a mean.": steps.pixels * wanted,
        }
        hint = f"Its own gradients, by {optimizer}, once a step; with a strength of 0 that is the reconstruction error."
        if any(np.linalg.norm(got - each) < 0.5 * np.linalg.norm(got - wanted) for each in reached):
            hint = critics
        expect_moved(name, got, wanted, known, hint, where=", where strength is 0")


def expect_critic(steps):
    """Fail unless the critic moves along its loss, at blends of codes and at images that are not blended."""
    before, moved = steps.flat[0]
    optimizer = "critic_optimizer"
    what = "the change of the critic in one step of plain gradient descent"
    got = flat_of([moved.w, moved.b])
    if not np.isfinite(got).all():
        raise Failure(what, "finite numbers", "NaN or infinity", "Is a mean taken over no images at all?")
    hint = f"It was not moved: take gradients by its trainable weights, and have {optimizer} apply them."
    expect(got.any(), what, "minus the learning rate times the gradient of its loss", "it did not move", hint)
    rows = steps.rows()
    _, off = read_alpha(before, rows, GAMMA, moved.w, moved.b)
    if off > 0.02:
        hint = (
            "It guesses at decoded blends, and at gamma * images + (1 - gamma) * reconstructions; critic_loss takes its"
            " guesses for the first, alpha, and those for the second, in this order."
        )
        for told, scale in (
            ("It goes up the slope of its loss: an optimizer goes down by itself.", -1),
            ("It was moved by autoencoder_optimizer: the critic has an optimizer of its own.", RATES[0] / RATES[1]),
            ("It was moved twice, or by a scaled gradient: one update a step.", 2),
        ):
            if read_alpha(before, rows, GAMMA, moved.w / scale, moved.b / scale)[1] < 0.02:
                hint = told
        for told, gamma in (
            ("gamma is the share of the image itself; here it is that of the reconstruction.", 1 - GAMMA),
            (
                "What is not blended is here the reconstruction alone: mix in the image itself, by self.gamma, which"
                " helps the critic in the beginning.",
                0.0,
            ),
            ("What is not blended is here the image alone: self.gamma of it, and the rest of its reconstruction.", 1.0),
            ("A gamma of 0.2 stands in it: it is self.gamma that counts.", 0.2),
        ):
            if read_alpha(before, rows, gamma, moved.w, moved.b)[1] < 0.02:
                hint = told
        if _of_pixels(before, rows, moved):
            hint = "The blends are mixed of images: codes are mixed, and the decoder makes an image of each mixed code."
        raise Failure(what, "minus the learning rate times the gradient of its loss", "another one", hint)
    # The same seed twice: what was read with one bias is what is read with another, if partners are right.
    alphas = [read_alpha(b, rows, GAMMA, m.w, m.b)[0] for b, m in steps.flat]
    what = "the shares of two first steps with the same seed"
    if not np.allclose(alphas[0].mean(), alphas[1].mean(), atol=2e-3):
        hint = (
            "They come from somewhere else than the seed generator: keras.random.uniform with"
            " seed=self.seed_generator makes a run repeatable."
        )
        raise Failure(what, "the same numbers", "other numbers", hint)
    hint = (
        "Each code is mixed with that of another image: the batch reversed, as ops.flip(codes, axis=0) gives it; and"
        " each blend has the alpha that it was made with."
    )
    close = np.allclose(*alphas, atol=5e-3)
    expect(close, "which codes are mixed", "each with that of the batch reversed", "others", hint)


def _of_pixels(before, rows, moved):
    """Whether the critic's gradient is that of blends of images, as they came."""
    b = float(before.b[0])
    r = (rows @ before.E + before.e) @ before.D + before.q
    real = GAMMA * rows + (1 - GAMMA) * r
    wanted = (moved.w - 2 * b * real.mean(axis=0)[:, np.newaxis])[:, 0]
    parts, *_ = np.linalg.lstsq(rows.T, wanted, rcond=None)
    return np.linalg.norm(rows.T @ parts - wanted) < 0.02 * np.linalg.norm(wanted)


def expect_shares(steps):
    """Fail unless alpha is uniform in [0, 0.5], one for each image, new in each step, from the seed generator."""
    game, found = steps.game(), []
    weights = drawn(steps._rng, steps.pixels, LATENT, critic=False)
    for _ in range(SHARES):
        before, moved, _ = steps.take(game, weights)
        alpha, _ = read_alpha(before, steps.rows(), GAMMA, moved.w, moved.b)
        found.append(alpha[:, 0])
    found = np.array(found)
    what = "alpha, the shares of a step"
    hint = "Draw it inside train_step, by keras.random with seed=self.seed_generator: that goes on by itself."
    expect(np.abs(found[1:] - found[:-1]).max() > 0.01, what, "other ones in each step", "the same again", hint)
    hint = "One share for each image: the shape is (n, 1)."
    expect(np.ptp(found, axis=1).max() > 0.01, what, "another one for each image", "one for the whole batch", hint)
    low, high, mean, spread = (float(f(found)) for f in (np.min, np.max, np.mean, np.std))
    hint = "keras.random.uniform((n, 1), 0, 0.5, seed=...): numbers from 0 to 0.5, all equally likely."
    if high > 0.6:
        hint = (
            "A share of 0.9 of one code is a share of 0.1 of the other: the critic cannot tell which was meant. " + hint
        )
    right = (
        low > -0.01
        and high < 0.51
        and abs(mean - 0.25) < FAR * 0.1443 / np.sqrt(found.size)
        and abs(spread - 0.1443) < FAR * 0.065 / np.sqrt(found.size)
    )
    got = f"from {low:.2f} to {high:.2f}, mean {mean:.2f}, standard deviation {spread:.2f}"
    expect(right, what, "uniform numbers from 0 to 0.5, mean 0.25, standard deviation 0.14", got, hint)
    other = steps.game(seed=2)
    before, moved, _ = steps.take(other, weights)
    alpha, _ = read_alpha(before, steps.rows(), GAMMA, moved.w, moved.b)
    hint = "Pass seed=self.seed_generator: its seed is the one that the class was given."
    told = "the shares of a first step with another seed"
    expect(np.abs(alpha[:, 0] - found[0]).max() > 0.01, told, "other numbers", "the same numbers", hint)


def expect_whole(steps):
    """Fail unless each loss moves its own networks, and no others, where all play a part.

    Each half may be taken before the other's update, or after it.
    """
    rows, alpha = steps.rows(), steps.alpha
    for game, before, moved, _ in steps.whole:

        def follow(weights=before, game=game, **others):
            return followed(weights, rows, alpha, STRENGTH, GAMMA, game.bent, **others)

        right = follow()
        by_later = after(before, right, RATES, critic=True)
        judged_later = follow(judged_by=(by_later.w, by_later.b))
        names = {
            "The critic's loss moves the autoencoder as well: take its gradients by the critic's weights only.": (
                "critic reaches",
            ),
            "The autoencoder is moved by the critic's loss: autoencoder_loss is its own.": ("critic alone",),
            "The autoencoder is to make the critic say 0, not alpha: then a blend passes for no blend.": (
                "alpha for 0",
            ),
            "Reconstructions are mixed in place of codes: mix the codes, and decode what comes of it.": (
                "reconstructions",
            ),
            "Images are mixed in place of codes.": ("pixels",),
            "Each code is mixed with itself, or with another than that of the batch reversed.": ("itself",),
            "The batch is shifted in place of reversed.": ("rolled",),
        }
        got = flat_of(moved.autoencoder)
        candidates = [flat_of(each.autoencoder) for each in (right, judged_later)]
        wanted = min(candidates, key=lambda each: np.abs(each - got).max())
        plain = followed(before, rows, alpha, 0.0, GAMMA, game.bent)
        known = {
            "What the critic says does not move it: the second half of autoencoder_loss has to be inside the tape, and"
            " so has the critic's call.": flat_of(plain.autoencoder),
            "The strength is left out: self.strength weighs what the critic says.": flat_of(
                followed(before, rows, alpha, 1.0, GAMMA, game.bent).autoencoder
            ),
            **{hint: flat_of(follow(mistakes=mistakes).autoencoder) for hint, mistakes in names.items()},
        }
        hint = (
            "autoencoder_loss moves encoder and decoder: the reconstruction error, and strength times what the critic"
        )
        hint += " says of decoded blends, squared."
        where = ", whose decoder bends what it makes" * game.bent
        expect_moved("encoder and the decoder", got, wanted, known, hint, False, where)
        got = flat_of([moved.w, moved.b])
        later = after(before, min((right, judged_later), key=lambda g: np.abs(flat_of(g.autoencoder)
                      - flat_of(moved.autoencoder)).max()), RATES, autoencoder=True)  # fmt: skip
        wanted = min(
            (flat_of(each.critic) for each in (right, follow(later))), key=lambda each: np.abs(each - got).max()
        )
        known = {
            hint: flat_of(follow(mistakes=mistakes).critic)
            for hint, mistakes in {
                "Reconstructions are mixed in place of codes: mix the codes, and decode what comes of it.": (
                    "reconstructions",
                ),
                "The batch is shifted in place of reversed.": ("rolled",),
            }.items()
        }
        hint = "critic_loss moves the critic: by its guesses for decoded blends, and for what is not blended."
        expect_moved("critic", got, wanted, known, hint, False, where)


def expect_returned(steps, names=("autoencoder_loss", "critic_loss")):
    """Fail unless a step returned both losses, as they were before its updates, or after the other network's."""
    rows, alpha = steps.rows(), steps.alpha
    what = "what train_step() returned"
    for game, before, _, returned in steps.whole:
        if not isinstance(returned, dict) or not set(names) <= set(returned):
            hint = (
                "Does it end with `return`?"
                if returned is None
                else 'A dict with the keys "{}" and "{}".'.format(*names)
            )
            raise Failure(what, "a dict with {} and {}".format(*names), describe(returned), hint)
        right = followed(before, rows, alpha, STRENGTH, GAMMA, game.bent)
        later = after(before, right, RATES, autoencoder=True)
        judged = after(before, right, RATES, critic=True)
        others = (
            followed(later, rows, alpha, STRENGTH, GAMMA, game.bent),
            followed(before, rows, alpha, STRENGTH, GAMMA, game.bent, judged_by=(judged.w, judged.b)),
        )
        for place, name in enumerate(names):
            axes = np.ndim(returned[name])
            expect(not axes, f"the shape of {name} of {what}", "(), a scalar", describe(returned[name]))
            got = scalar(returned[name], f"{name} of {what}")
            allowed = [right.losses[place], *(each.losses[place] for each in others)]
            hint = diagnose(got, {"The two losses are swapped.": right.losses[1 - place]}, "It is that of this step.")
            close = np.isclose(got, allowed, rtol=2e-3, atol=1e-6).any()
            expect(close, f"{name} of {what}", number(allowed[0]), number(got), hint)


def expect_again(steps):
    """Fail unless each of three steps moves all weights of all networks."""
    game = steps.game()
    weights = drawn(steps._rng, steps.pixels, LATENT, b=0.3)
    for count in range(1, 4):
        _, moved, _ = steps.take(game, weights, steps.draw(4))
        for name, arrays in (
            ("encoder", moved.autoencoder[:2]), ("decoder", moved.autoencoder[2:]), ("critic", (moved.w, moved.b)),
        ):  # fmt: skip
            for array, kind in zip(arrays, ("kernel", "bias"), strict=True):
                hint = "All of trainable_weights move, in each step: is `trainable` set to False, and never True again?"
                expect(
                    np.isfinite(array).all() and array.any(), f"the {kind} of the {name} in step {count}", "it moves",
                    "it stays as it is" if np.isfinite(array).all() else "NaN or infinity", hint,
                )  # fmt: skip
        weights = game.weights()


def expect_fits(steps):
    """Fail unless `fit` trains all networks in a graph, on batches of any size, with new shares in each step."""
    game = steps.game(run_eagerly=False)
    weights, found = drawn(steps._rng, steps.pixels, LATENT, critic=False), []
    try:
        for count in (COUNT, COUNT, 1, 3):
            images = steps.images if count == COUNT else steps.draw(count)
            before, moved, _ = steps.take(game, weights, images, fit=True)
            alpha, off = read_alpha(before, steps.rows(images), GAMMA, moved.w, moved.b)
            found.append((count, moved, alpha, off))
    except Failure as failure:
        failure.what = "what fit() does with train_step()"
        raise
    for count, moved, alpha, off in found:
        size = f"a batch of {count}" if count > 1 else "a single image"
        arrays = [*moved.autoencoder, moved.b]
        finite = all(np.isfinite(array).all() for array in arrays)
        what = f"the weights after a step of fit() on {size}"
        hint = "The step moves them when called by hand, but not in the graph that fit makes of it."
        expect(finite and all(array.any() for array in arrays), what, "other ones than before",
               "the same" if finite else "NaN or infinity", hint)  # fmt: skip
        right = off < 0.02 and alpha.min() > -0.01 and alpha.max() < 0.51
        hint = "There is a share for each image of the batch, whatever its size: in a graph it is ops.shape(images)[0]."
        expect(right, f"the shares in a step of fit() on {size}", "numbers from 0 to 0.5", "others", hint)
    hint = (
        "fit runs the Python of train_step once, to make a graph of it. What NumPy draws then is part of the graph for"
        " ever: keras.random with self.seed_generator is not."
    )
    same = np.allclose(found[0][2], found[1][2], atol=1e-3)
    expect(not same, "the shares in a second step of fit()", "other numbers", "the same again", hint)
