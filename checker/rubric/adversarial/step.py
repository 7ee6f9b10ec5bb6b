"""One training step followed by hand: who moved, by which gradient, and what was returned."""

import numpy as np

from checker.failures import Failure
from checker.rubric import updates
from checker.rubric.adversarial.followed import Followed
from checker.rubric.adversarial.game import Game
from checker.rubric.diagnosis import diagnose
from checker.rubric.expect import expect, scalar
from checker.text import describe, number

CLIPPED = (
    " The direction is right, the length is not: does the step scale or clip the gradients? Pass them to the"
    " optimizer as they are."
)
TWICE = "It moved twice, or by a scaled gradient: make one update a step, by the gradient as it is."

SWAPPED = "The two losses are swapped."
DEPENDS = (
    " Does it skip or change an update when a loss is small or large? Update both networks once in each step, by the"
    " gradients as they are."
)


class VisibleStep:
    """Steps of a game whose weights tell all that happened in them: see `Followed`.

    The first game is near a draw. In two more, begun anew, one of the networks is far ahead: so a step shows itself
    that does more, less or something else where a loss is small or large. "Moves by its own gradient" means by the
    gradient of the loss as it is: a step that clips or scales it is wrong, where that changes what these games see.

    Where another model may stand behind the same names, only what is known to be a mistake in such a game is one: what
    moves the networks in any other way is left to be judged by its images.

    Attributes:
        near, decided: a step near a draw, and `[(name of the network that is ahead, step), ...]`, each a `Followed`.
        lost: as `decided`, but so far ahead that only the other one's slopes are seen: nothing is to bound its loss.
        later: a second step of the first game, near a draw.
    """

    D_RATE, G_RATE, COUNT, LATENT = 0.004, 1.0, 6, 5  # D's so small that its logits stay of the size of 1
    # Logits, positive and negative, where one is ahead. Beyond, slopes are so small that float32 weights do not show
    # them well enough: here they move by 100 times the rounding error and more.
    LEAD = (4.0, 5.0)
    WIDE = (20.0, 25.0)  # where only who is behind is looked at, whose slopes are there as steep as they can be

    def __init__(self, learner, gan, rng, free=False):
        """Take the steps; `free` where another model may stand behind the names, and then near a draw only."""

        def begin(networks=None):
            return Game(learner, gan, self.LATENT, self.D_RATE, self.G_RATE, run_eagerly=True, networks=networks)

        self.gan, self.game, self.free = gan, begin(), free
        self.near = self._play(self.game, rng)
        self._updates = updates.counted(self.game.optimizers)
        ahead = () if free else ((gan.judge, 1), ("generator", -1))
        self.decided = [(name, self._play(begin(self.game), rng, sign)) for name, sign in ahead]
        self.later = self._play(self.game, rng)
        self.lost = [(name, self._play(begin(self.game), rng, sign, self.WIDE)) for name, sign in ahead]

    def _play(self, game, rng, sign=0, lead=LEAD):
        """A step near a draw, or one where real logits have this sign, and fake ones the other, of sizes in `lead`."""
        gan, pixels = self.gan, self.gan.pixels
        w, b = rng.normal(0, 2.24 / np.sqrt(pixels), pixels), np.array([0.3])  # logits of about 1
        c = rng.uniform(-0.9, 0.9, pixels)
        images = rng.uniform(-1, 1, (self.COUNT, *gan.image)).astype("float32")
        # The first class and the last, in no order that a step may bring them into by mistake.
        some = gan.given(max([self.COUNT, *(each.classes for each in gan.conditions)]))
        given = [np.roll(values, 3, axis=0)[: self.COUNT] for values in some]
        told = gan.rows(given, self.COUNT)
        # Image and label weigh about equally, so that the slope of an image with another's label is another one.
        of_told, w_of_told = rng.uniform(-0.9, 0.9, (gan.columns, pixels)), rng.normal(0, 1, gan.columns)
        # There are several classes, of which some weigh enough; a number is one alone.
        w_of_told += np.sign(w_of_told) * gan.numbers
        if sign:
            real = images.reshape(self.COUNT, pixels) / 2
            real += self._towards(sign * rng.uniform(*lead, self.COUNT), real, w, b + told @ w_of_told)
            images = np.clip(real, -1, 1).reshape(images.shape)
            c += self._towards(-sign * rng.uniform(*lead, 1), c[np.newaxis], w, b)[0]
            of_told += self._towards(-w_of_told, of_told, w, 0)
        kernel = np.concatenate([np.zeros((self.LATENT, pixels)), of_told])
        game.set(kernel, c, np.append(w, w_of_told), b)
        return Followed(game, images, given, (self.D_RATE, self.G_RATE))

    @staticmethod
    def _towards(logits, rows, w, b):
        """What brings images, (n, pixels), to these logits: the shortest way."""
        return np.outer((logits - rows @ w - b) / (w @ w), w).astype("float32")

    def expect_judge_moved(self, more=None):
        """Fail unless the network that judges moved by its own gradient, and by nothing else.

        `more` are further known mistakes, as for `expect_moved`.
        """
        step, judge, optimizer = self.near, self.gan.judge, self.gan.d_optimizer
        right, ratio, fakes = step.d_gradient(), self.G_RATE / self.D_RATE, step.fakes()
        g_after = step.g - self.G_RATE * step.g_gradient(step.d).reshape(step.g.shape)
        of_generator = [
            rate * step.gradient(step.objective.generator_slope(fakes @ d), fakes)
            for d in (step.d, step.d_after)
            for rate in (1, ratio)
        ]
        went_first = f"The generator moved first: update the {judge} with images that the old generator draws."
        unmoved = (
            f"It did not move: take gradients with respect to its trainable weights, and have {optimizer} apply them."
        )
        if any(each.moved_d.any() for _, each in self.decided):
            unmoved = "It moves in some steps only." + DEPENDS
        known = {
            unmoved: 0 * right,
            f"{self.gan.g_optimizer} moved it: each network has its own.": ratio * right,
            "The sign is flipped: an optimizer goes down the slope by itself.": -right,
            **({} if self.free else {TWICE: 2 * right, went_first: step.d_gradient(g=g_after)}),
            "Only the real images moved it: its loss has two halves.": step.d_gradient(fake=0),
            "Only the fake images moved it: its loss has two halves.": step.d_gradient(real=0),
            "Real and fake are swapped in the call of the loss: its real logits come first.": step.d_swapped(),
            "Its bias did not move: a network has several weights, and the loss has a gradient for each.": (
                np.append(right[:-1], 0)
            ),
            "The generator's half moves it as well: apply those gradients to the generator's weights only.": [
                right + gradient for gradient in of_generator
            ],
            "The generator's loss moved it, not its own.": of_generator,
            **self._mislabelled(judge),
            **(more or {}),
        }
        hint = f"Apply its own gradients with {optimizer}, once a step; leave it alone in the generator's half."
        if not step.moved_d.any() and _is_empty(self.game.judge.get("trainable_weights")):
            hint = (
                "It did not move, because none of its weights is trainable: what sets its `trainable` to False? With"
                " a tape, no network needs freezing."
            )
            known = {hint: 0 * right}
        elif step.new_fakes():
            hint = went_first
        repeated = not self.gan.conditions and hint != went_first  # what is seen goes before what a length suggests
        # In one step of eleven, other numbers than those told have nearly the same sum.
        if self.free and (step.shows_others() or self.later.shows_others()):
            known = {self._of_fakes: step.moved_d}
        expect_moved(judge, step.moved_d, right, known, hint + self._about_labels(), repeated, free=self.free)
        for ahead, step in self.decided:
            self._expect_as_ever(judge, ahead, step.moved_d, step.d_gradient())
        for ahead, step in self.lost:
            if ahead != judge:
                self._expect_as_ever(judge, ahead, step.moved_d, step.d_gradient())
        if not self.free:
            updates.expect_one(optimizer, self._updates[0])

    def expect_generator_moved(self):
        """Fail unless the generator moved by its own gradient, and by nothing else.

        The gradient may be taken for what judges after its update or, as with two tapes around one pass, before.
        """
        step, ratio, optimizer = self.near, self.D_RATE / self.G_RATE, self.gan.g_optimizer
        right = self._of_generator(step)
        unmoved = f"It did not move: call the generator inside the tape, and have {optimizer} apply the gradients."
        if any(each.moved_g.any() for _, each in self.decided):
            unmoved = "It moves in some steps only." + DEPENDS
        elif step.moved_k:
            unmoved = "Its bias did not move: a network has several weights, and the loss has a gradient for each."
        known = {
            unmoved: 0 * right,
            f"{self.gan.d_optimizer} moved it: each network has its own.": ratio * right,
            "The sign is flipped: the generator learns to get caught.": [
                -step.g_gradient(d) for d in (step.d_after, step.d)
            ],
            **{
                hint: [step.g_gradient(d, slope) for d in (step.d_after, step.d)]
                for hint, slope in step.objective.wrong_slopes.items()
            },
            **({} if self.free else {TWICE: 2 * right}),
            **self._mislabelled("generator"),
        }
        hint = f"Apply its own gradients with {optimizer}, once a step; leave it alone in the {self.gan.judge}'s half."
        repeated = not self.gan.conditions
        expect_moved("generator", step.moved_g, right, known, hint + self._about_labels(), repeated, free=self.free)
        for ahead, step in self.decided:
            right = self._of_generator(step)
            # Where the generator is far ahead, the judge's loss is so steep that it shows even by the judge's rate.
            both = right + ratio * step.g_gradient(step.d, step.objective.fake_slope)
            by_both = np.abs(step.moved_g - both).max() < 0.1 * np.abs(both - right).max()
            self._expect_as_ever("generator", ahead, step.moved_g, right, by_both)
        for ahead, step in self.lost:
            if ahead != "generator":
                self._expect_as_ever("generator", ahead, step.moved_g, self._of_generator(step))
        if not self.free:
            updates.expect_one(optimizer, self._updates[1])

    @staticmethod
    def _of_generator(step):
        """The generator's gradient, of the two that are right, that is nearer to how it moved."""
        after, before = step.g_gradient(step.d_after), step.g_gradient(step.d)
        return min((after, before), key=lambda gradient: np.abs(gradient - step.moved_g).max())

    def _expect_as_ever(self, network, ahead, moved, right, by_both=False):
        hint = "Where neither network is ahead, the step is right." + DEPENDS
        if by_both:
            hint = f"The {self.gan.judge}'s half moves it as well: that half should move the {self.gan.judge} only."
        expect_moved(network, moved, right, {}, hint, repeated=False, where=f", where the {ahead} is far ahead")

    def _mislabelled(self, network):
        """What a network would be moved by, if images went with labels that are not theirs: for `diagnose`."""
        if not self.gan.conditions:
            return {}
        step, others = self.near, self.near.others()
        if network == "generator":
            judged_by = (step.d_after, step.d)
            return {self._of_fakes: [step.g_gradient(d, shown=shown) for shown in others for d in judged_by]}
        both = [step.d_mislabelled(real=each, drawn=each) for each in others]
        return {
            self._of_fakes: [step.d_mislabelled(shown=each) for each in others],
            f"Real images are shown with {self._names} that are not theirs.": [
                step.d_mislabelled(real=each) for each in others
            ],
            f"All images are shown with other {self._names} than those of the batch.": both,
        }

    @property
    def _names(self):
        return " and ".join(each.name for each in self.gan.conditions)

    @property
    def _of_fakes(self):
        return f"Fake images are shown with other {self._names} than those that they were drawn for."

    def _about_labels(self):
        if not self.gan.conditions:
            return ""
        return f" Show fake images with the {self._names} that they were drawn for, real ones with their own."

    def expect_returned(self):
        """Fail unless both losses were returned.

        Means over the steps so far, as Keras's metrics keep them, are as good as the losses of the step.
        """
        names = self.gan.d_loss, self.gan.g_loss
        for steps in ([self.near], [self.near, self.later], *([step] for _, step in self.decided)):
            self._expect_returned(steps[-1].returned, names, [step.losses() for step in steps])

    def _expect_returned(self, returned, names, so_far):
        what = "what train_step() returned"
        if not isinstance(returned, dict) or not set(names) <= set(returned):
            hint = 'Return a dict with the keys "{}" and "{}".'.format(*names)
            hint = "Does it end with `return`?" if returned is None else hint
            raise Failure(what, "a dict with {} and {}".format(*names), describe(returned), hint)
        d_right, g_rights = so_far[-1]
        d_mean, g_means = np.mean([d for d, _ in so_far]), list(np.mean([g for _, g in so_far], axis=0))
        for name in names:
            axes = np.ndim(returned[name])
            expect(not axes, f"the shape of {name} of {what}", "(), a scalar", describe(returned[name]))
        d_loss, g_loss = (scalar(returned[name], f"{name} of {what}") for name in names)
        hint = f"Return the {self.gan.judge}'s loss of this step, from before its update."
        if self.free:
            for name, value in zip(names, (d_loss, g_loss), strict=True):
                expect(np.isfinite(value), f"{name} of {what}", "a finite number", number(value))
        hint = diagnose(d_loss, {SWAPPED: g_rights}, hint, atol=1e-8)
        swapped = hint == SWAPPED
        right = np.isclose(d_loss, [d_right, d_mean], rtol=1e-3).any() or (self.free and not swapped)
        expect(right, f"{names[0]} of {what}", number(d_right), number(d_loss), hint)
        hint = "Return the generator's loss of this step."
        right = np.isclose(g_loss, [*g_rights, *g_means], rtol=1e-3).any() or self.free
        expect(right, f"{names[1]} of {what}", number(g_rights[0]), number(g_loss), hint)


def _is_empty(value):
    return isinstance(value, (list, tuple)) and not value


def expect_moved(network, moved, right, known, otherwise, repeated=True, where="", free=False):
    """Fail unless the weights moved along the right gradient.

    Args:
        network: its name.
        moved: how the weights changed, divided by minus the learning rate.
        right: the gradient; it may be zero.
        known: what other gradients tell: `{hint: gradient, or a list of them}`.
        otherwise: the hint for all else.
        repeated: whether a longer way in the same direction tells of a second update.
        where: in what game, as the end of a sentence.
        free: whether they may move otherwise, as long as it is by none of the known mistakes.
    """
    tolerance = 0.01 * np.abs(right).max()
    if np.abs(moved - right).max() <= tolerance:
        return
    # Mistakes may lie near each other: the one that gives nearly this very change goes before one that is near it.
    hint = diagnose(moved, known, rtol=0, atol=tolerance / 20)
    hint = hint or diagnose(moved, known, otherwise, rtol=0, atol=tolerance)
    if free and hint == otherwise and np.isfinite(moved).all():
        return
    length, wanted = np.linalg.norm(moved), np.linalg.norm(right)
    along, share = float(moved @ right / (length * wanted + 1e-30)), length / (wanted + 1e-30)
    if hint == otherwise and not where and along < -0.9:
        hint = "It goes up the slope of its loss: an optimizer goes down by itself, so don't flip the sign."
    elif hint == otherwise and repeated and along > 0.99 and 1.05 < share < 2.1:  # the second step is shorter
        hint = TWICE
    elif hint == otherwise and not where and along > 0.9999 and abs(share - 1) > np.sqrt(max(1 - along**2, 0)):
        hint += CLIPPED
    got = f"{number(share)} times as long, in a direction of cosine {number(along)} to it"
    if not np.isfinite(length):
        got, hint = "NaN or infinity", "Is a mean taken over no images at all, or something divided by zero?"
    elif not length:
        got = "it did not move"
    raise Failure(
        f"the change of the {network} in one step of plain gradient descent{where}",
        "minus the learning rate times the gradient of its loss",
        got,
        hint,
    )
