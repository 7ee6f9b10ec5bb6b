"""Steps of an autoencoder and its critic, followed by hand: which shares were drawn, who moved, what came back."""

from dataclasses import replace
from functools import cached_property

import numpy as np

from checker.failures import Failure
from checker.rubric import updates
from checker.rubric.adversarial.step import expect_moved
from checker.rubric.autoencoders.game import NEAR, Game, after, drawn, followed, read_alpha, reconstructed, unmixed
from checker.rubric.expect import expect

LATENT, COUNT, GAMMA, STRENGTH = 7, 6, 0.3, 0.8
RATES = 0.5, 0.1  # of the autoencoder, whose gradients are means over pixels, and of the critic
FAR = 5  # standard deviations, beyond which numbers are not taken for what they should be
SHARES = 10, 24  # in how many steps shares are looked at, and of how many images in each
GAP = 0.05  # between neighbours among so many shares, at most; of one right answer in ten million more
EDGE = 0.035  # of so many shares one is nearer to each end than this, but for one try in ten million


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

    def game(self, rates=RATES, latent=LATENT, **settings):
        """A new game, whose step is not compiled."""
        given = {"strength": STRENGTH, "gamma": GAMMA, "run_eagerly": True, **settings}
        return Game(self.learner, self.plan, latent, rates, **given)

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
    def updates(self):
        """How many updates of the autoencoder, and of the critic, were counted in a step."""
        game = self.game()
        game.step(self.images)
        return updates.counted(game.optimizers)

    @cached_property
    def plain(self):
        """A step without a critic's word: strength 0."""
        return self.take(self.game(strength=0.0), drawn(self._rng, self.pixels, LATENT))

    @cached_property
    def still(self):
        """A step whose critic is zeros, and stays so: its learning rate is 0."""
        return self.take(self.game(rates=(RATES[0], 0.0)), drawn(self._rng, self.pixels, LATENT, critic=False))

    @cached_property
    def flat(self):
        """Three first steps of the same seed, whose critics are zeros and a bias: `[(before, moved), ...]`.

        The first two differ in the bias, the first and the last in nothing.
        """
        weights = drawn(self._rng, self.pixels, LATENT, critic=False)
        biases = [replace(weights, b=np.array([b])) for b in (1.0, 2.5, 1.0)]
        return [self.take(self.game(), each)[:2] for each in biases]

    @cached_property
    def alpha(self):
        """The shares of a first step with this seed and this number of images, (n, 1)."""
        return self.read(*self.flat[0])[0]

    def read(self, before, moved, images=None, gamma=GAMMA):
        """The shares of a step whose critic had only zeros and a bias: `(alpha, off)`, see `read_alpha`."""
        return read_alpha(before, moved, RATES, self.rows(images), gamma)

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
    """Fail unless, without a critic's word, encoder and decoder move along the reconstruction error.

    Looked at first is a critic of zeros, through which nothing leads back, then a strength of 0.
    """
    optimizer, ratio = "autoencoder_optimizer", RATES[1] / RATES[0]
    shares = np.full((COUNT, 1), 0.25)
    for (before, moved), where in (
        (steps.still[:2], ", with all weights of the critic at 0"),
        (steps.plain[:2], ", with strength 0"),
    ):
        right = followed(before, steps.rows(), shares, 0.0, GAMMA).autoencoder
        by_critic = followed(before, steps.rows(), shares, 0.0, GAMMA, mistakes=("critic reaches",)).autoencoder
        by_strength = followed(before, steps.rows(), shares, 1.0, GAMMA).autoencoder
        for name, places in (("encoder", (0, 1)), ("decoder", (2, 3))):
            got, wanted, of_critic, of_strength = (
                flat_of([arrays[i] for i in places]) for arrays in (moved.autoencoder, right, by_critic, by_strength)
            )
            unmoved = f"It did not move: have {optimizer} apply its gradients, those of encoder and decoder together."
            known = {
                unmoved: 0 * wanted if not got.any() else wanted,
                "critic_optimizer moved it: the autoencoder has its own optimizer.": ratio * wanted,
                "The sign is flipped: an optimizer goes down the slope by itself.": -wanted,
                "It moved twice, or by a scaled gradient: make one update a step.": 2 * wanted,
                "The squares are summed over the pixels of each image: the loss is a mean.": steps.pixels * wanted,
            }
            hint = (
                f"Apply its own gradients with {optimizer}, once a step: here those of the reconstruction error alone."
            )
            off = got - wanted
            reached, weighed = _along(off, of_critic - wanted), _along(off, of_strength - wanted)
            if max(reached, weighed) > 0.8:
                hint = (
                    "The critic's loss moves it as well: take the gradients of that loss for the critic's weights only."
                    if reached > weighed
                    else "The critic's guess moves it even here: weigh this half by self.strength."
                )
            expect_moved(name, got, wanted, known, hint, where=where)
    updates.expect_one(optimizer, steps.updates[0])


def _along(a, b):
    """The cosine between two directions; 0 where one of them is none."""
    length = np.linalg.norm(a) * np.linalg.norm(b)
    return float(a @ b / length) if np.isfinite(length) and length > 0 else 0.0


def expect_critic(steps):
    """Fail unless the critic moves along its loss, at blends of codes and at images that are not blended."""
    before, moved = steps.flat[0]
    optimizer = "critic_optimizer"
    what = "the change of the critic in one step of plain gradient descent"
    got = flat_of([moved.w, moved.b])
    if not np.isfinite(got).all():
        raise Failure(what, "finite numbers", "NaN or infinity", "Is a mean taken over no images at all?")
    hint = f"It did not move: take gradients with respect to its trainable weights, and have {optimizer} apply them."
    expect(got.any(), what, "minus the learning rate times the gradient of its loss", "it did not move", hint)
    if steps.read(before, moved)[1] > NEAR:
        raise Failure(
            what,
            "minus the learning rate times the gradient of its loss",
            "a different one",
            _why(steps, before, moved),
        )
    # The same seed three times: what was read with one bias is what is read with another, if partners are right.
    what = "the shares of two first steps with the same seed"
    (_, first), _, (_, again) = steps.flat
    if not np.allclose(first.w, again.w, rtol=1e-3, atol=1e-3 * np.abs(first.w).max()):
        hint = (
            "They don't come from the seed generator: keras.random.uniform with seed=self.seed_generator makes a run"
            " repeatable."
        )
        raise Failure(what, "the same numbers", "other numbers", hint)
    alphas = [steps.read(*each)[0] for each in steps.flat[:2]]
    hint = (
        "Mix each code with that of another image: reverse the batch by ops.flip(codes, axis=0). alpha is one share"
        " for each image, (n, 1), and belongs to the blend that it made."
    )
    close = np.allclose(*alphas, atol=5e-3)
    expect(close, "which codes are mixed", "each with that of the reversed batch, by a share", "others", hint)
    updates.expect_one(optimizer, steps.updates[1])


def _why(steps, before, moved):
    """The hint for a critic that moved otherwise than by its loss."""
    rows, b = steps.rows(), float(before.b[0])
    for told, scale in (
        ("It goes up the slope of its loss: an optimizer goes down by itself.", -1),
        ("autoencoder_optimizer moved it: the critic has its own optimizer.", RATES[0] / RATES[1]),
        ("It moved twice, or by a scaled gradient: make one update a step.", 2),
    ):
        if _shares(steps.read(before, replace(moved, w=moved.w / scale, b=moved.b / scale))):
            return told
    r = reconstructed(rows, *before.autoencoder)
    real = GAMMA * rows + (1 - GAMMA) * r
    # Its guesses exchanged: 2/n times the sum of (b - a) real, and of b times the blends.
    wanted = moved.w[:, 0] * COUNT / 2 - b * (real + r[::-1]).sum(axis=0)
    if _shares(unmixed(b * (r - r[::-1]) - real, wanted)):
        return (
            "Blends and images that are not blended are swapped in the call of critic_loss: pass the guesses for the"
            " blends, then alpha, then the guesses for images that are not blended."
        )
    wanted = (moved.w - 2 * b * real.mean(axis=0)[:, np.newaxis])[:, 0]
    if unmixed(rows, wanted)[1] < NEAR:
        return "The blends are mixed from images: mix codes, and let the decoder make an image of each mixed code."
    for told, gamma in (
        ("gamma is the share of the image itself; here it is that of the reconstruction.", 1 - GAMMA),
        (
            "Only the reconstruction is used here: mix in the image itself, by self.gamma, which helps the critic in"
            " the beginning.",
            0.0,
        ),
        ("Only the image is used here: take self.gamma of it, and the rest of its reconstruction.", 1.0),
        ("The code has a fixed gamma of 0.2: use self.gamma.", 0.2),
    ):
        if _shares(steps.read(before, moved, gamma=gamma)):
            return told
    return (
        "Let it guess for decoded blends, and for gamma * images + (1 - gamma) * reconstructions. critic_loss takes"
        " its guesses for the first, alpha, and those for the second, in this order."
    )


def _shares(read):
    """Whether what was read, `(alpha, off)`, is near a mix, and by shares."""
    alpha, off = read
    return off < NEAR and alpha.min() > -0.02 and alpha.max() < 1.02


def expect_shares(steps):
    """Fail unless alpha is uniform in [0, 0.5], one for each image, new in each step, from the seed generator."""
    times, count = SHARES
    game, found = steps.game(latent=count), []  # so many numbers in a code that no image's is a mix of others
    weights = drawn(steps._rng, steps.pixels, count, critic=False)
    images = steps.draw(count)
    for _ in range(times):
        before, moved, _ = steps.take(game, weights, images)
        hint = "Do you set its `trainable` to False, and never back to True? With a tape, no network needs freezing."
        told = "the change of the critic in a later step"
        expect(moved.w.any() or moved.b.any(), told, "it moves in each step", "it stays as it is", hint)
        alpha, _ = steps.read(before, moved, images)
        found.append(alpha[:, 0])
    found = np.array(found)
    what = "alpha, the shares of a step"
    hint = (
        "Draw it inside train_step, by keras.random with seed=self.seed_generator, which gives new numbers in each"
        " call."
    )
    expect(np.abs(found[1:] - found[:-1]).max() > 0.01, what, "different ones in each step", "the same again", hint)
    hint = "One share for each image: the shape is (n, 1)."
    expect(np.ptp(found, axis=1).max() > 0.01, what, "a different one for each image", "one for the whole batch", hint)
    low, high, mean, spread = (float(f(found)) for f in (np.min, np.max, np.mean, np.std))
    hint = "keras.random.uniform((n, 1), 0, 0.5, seed=...): numbers from 0 to 0.5, all equally likely."
    if high > 0.6:
        hint = (
            "A share of 0.9 of one code is a share of 0.1 of the other: the critic cannot tell which one you mean. "
            + hint
        )
    gap = float(np.diff(np.sort(found, axis=None)).max())
    right = (
        -0.01 < low < EDGE
        and 0.5 - EDGE < high < 0.51
        and gap < GAP
        and abs(mean - 0.25) < FAR * 0.1443 / np.sqrt(found.size)
        and abs(spread - 0.1443) < FAR * 0.065 / np.sqrt(found.size)
    )
    got = f"from {low:.2f} to {high:.2f}, mean {mean:.2f}, standard deviation {spread:.2f}"
    got += f", but none within a range of {gap:.2f}" * (gap >= GAP)
    expect(right, what, "uniform numbers from 0 to 0.5, mean 0.25, standard deviation 0.14", got, hint)
    other = steps.game(latent=count, seed=2)
    before, moved, _ = steps.take(other, weights, images)
    alpha, _ = steps.read(before, moved, images)
    hint = "Pass seed=self.seed_generator: it starts from the seed that the class got."
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
            "The critic's loss moves the autoencoder as well: take its gradients for the critic's weights only.": (
                "critic reaches",
            ),
            "The critic's loss moves the autoencoder: use autoencoder_loss, its own.": ("critic alone",),
            "The autoencoder should make the critic say 0, not alpha: then a blend looks like no blend.": (
                "alpha for 0",
            ),
            "Reconstructions are mixed instead of codes: mix the codes, and decode the result.": ("reconstructions",),
            "Images are mixed instead of codes.": ("pixels",),
            "Each code is mixed with itself, or with a wrong one: take that of the reversed batch.": ("itself",),
            "The batch is shifted instead of reversed.": ("rolled",),
        }
        got = flat_of(moved.autoencoder)
        candidates = [flat_of(each.autoencoder) for each in (right, judged_later)]
        wanted = min(candidates, key=lambda each: np.abs(each - got).max())
        plain = followed(before, rows, alpha, 0.0, GAMMA, game.bent)
        known = {
            "The critic's guess does not move it: call the critic and compute the whole autoencoder_loss inside the"
            " tape.": flat_of(plain.autoencoder),
            "The strength is missing: weigh the critic's guess by self.strength.": flat_of(
                followed(before, rows, alpha, 1.0, GAMMA, game.bent).autoencoder
            ),
            **{hint: flat_of(follow(mistakes=mistakes).autoencoder) for hint, mistakes in names.items()},
        }
        hint = (
            "autoencoder_loss must move encoder and decoder: the reconstruction error, and strength times what the"
            " critic"
        )
        hint += " says of decoded blends, squared."
        where = ", with nonlinear networks" * game.bent
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
                "Reconstructions are mixed instead of codes: mix the codes, and decode the result.": (
                    "reconstructions",
                ),
                "The batch is shifted instead of reversed.": ("rolled",),
                "Its guesses for images and for reconstructions are mixed: let it guess for their mix,"
                " gamma * images + (1 - gamma) * reconstructions.": ("guesses mixed",),
            }.items()
        }
        hint = (
            "critic_loss must move the critic: by its guesses for decoded blends, and for images that are not blended."
        )
        expect_moved("critic", got, wanted, known, hint, False, where)
