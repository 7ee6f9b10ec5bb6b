"""One training step followed by hand: who moved, by which gradient, and what was returned."""

import numpy as np

from checker.failures import Failure
from checker.rubric.adversarial.game import Game, flat
from checker.rubric.diagnosis import diagnose
from checker.rubric.expect import expect, scalar
from checker.text import describe, number


class VisibleStep:
    """One step of a `Game` whose generator draws the same image from any noise, and all that follows from it.

    With classes it draws one image for each class, whatever the noise. For which labels it drew them is for the learner
    to choose, the batch's or new ones: it is read from how the weights of the labels moved.

    What judges is one row d = [w, b], so that the logit of an image is [x, y, 1] d. What draws is a matrix G, K's rows
    for the classes and c, so that an image is [y, 1] G.

    Attributes:
        returned: what `train_step` returned.
        moved_d, moved_g: how d and G changed, each as one row, divided by minus the learning rate, so that they are the
            gradients where plain gradient descent was done.
    """

    D_RATE, G_RATE, COUNT, LATENT = 0.004, 1.0, 6, 5  # D's so small that its logits stay of the size of 1

    def __init__(self, learner, gan, rng):
        self.gan, self.objective, pixels = gan, gan.objective, gan.pixels
        self.game = Game(learner, gan, self.LATENT, self.D_RATE, self.G_RATE, run_eagerly=True)
        w, b = rng.normal(0, 2.24 / np.sqrt(pixels), pixels), np.array([0.3])  # logits of about 1
        c = rng.uniform(-0.9, 0.9, pixels)
        images, labels = rng.uniform(-1, 1, (self.COUNT, *gan.image)).astype("float32"), gan.labels(self.COUNT)
        # Image and label weigh about equally, so that the slope of an image with another's label is another one.
        of_class, w_of_class = rng.uniform(-0.9, 0.9, (gan.classes, pixels)), rng.normal(0, 1, gan.classes)
        kernel = np.concatenate([np.zeros((self.LATENT, pixels)), of_class])
        self.game.set(kernel, c, np.append(w, w_of_class), b)
        before = self.game.weights()
        self.returned = self.game.step(images, labels)
        after = self.game.weights()
        self.d, self.g = flat(before.judge), self._of_generator(before)
        self.moved_d = -(flat(after.judge) - self.d) / self.D_RATE
        self.moved_g = -flat(self._of_generator(after) - self.g) / self.G_RATE
        self.real = self._rows(images.reshape(self.COUNT, pixels), labels)
        self.labels = self.d_labels = labels if gan.classes else labels[:1]  # then all fakes are one image
        self.d_labels = self._labels_seen(
            (self.moved_d - self.d_gradient(fake=0))[pixels:-1], self.objective.fake_slope, self.d
        )
        self.d_after = self.d - self.D_RATE * self.d_gradient()  # after its own half of the step

    def _of_generator(self, weights):
        return np.concatenate([weights.generator[0][self.LATENT :], weights.generator[1][np.newaxis]])

    def _ones(self, labels):
        """The rows y of labels, (n, classes)."""
        return np.equal.outer(labels, np.arange(self.gan.classes)).astype("float64")

    def _rows(self, images, labels):
        """Rows [x, y, 1] of images (n, pixels) with labels."""
        return np.concatenate([images.astype("float64"), self._ones(labels), np.ones((len(images), 1))], axis=1)

    def _fakes(self, labels, g=None):
        """Rows [x, y, 1] of the images that G, or `g`, draws for labels."""
        g = self.g if g is None else g
        return self._rows(self._ones(labels) @ g[:-1] + g[-1], labels)

    def _labels_seen(self, moved, slope, d):
        """For which labels fakes were drawn: those of which just so many move each label's weight so far.

        Args:
            moved: by how much of a gradient (classes,) each label's weight moved.
            slope: of the loss by the logit.
            d: what judged.

        Returns:
            Labels in their order; those of the batch where no numbers of labels fit.
        """
        if not self.gan.classes:
            return self.labels
        slopes = slope(self._fakes(np.arange(self.gan.classes)) @ d)
        known = np.isfinite(moved) & (slopes != 0)
        counts = np.round(np.where(known, moved, 0) * len(self.labels) / np.where(known, slopes, 1))
        fits = counts.min() >= 0 and counts.sum() == len(self.labels)
        return np.repeat(np.arange(self.gan.classes), counts.astype(int)) if fits else self.labels

    def d_gradient(self, real=1.0, fake=1.0, g=None):
        """The gradient of the judge's loss by d; `real` and `fake` weigh the two halves, `g` stands in G's place."""
        fakes = self._fakes(self.d_labels, g)
        return self._gradient(real * self.objective.real_slope(self.real @ self.d), self.real) + self._gradient(
            fake * self.objective.fake_slope(fakes @ self.d), fakes
        )

    @staticmethod
    def _gradient(slopes, rows):
        """The gradient by d of a mean over rows."""
        return slopes / len(rows) @ rows

    def g_labels(self, d):
        """For which labels the generator's half drew, if d judged it."""
        w = d[: self.gan.pixels]
        moved = self.moved_g.reshape(self.g.shape)[:-1] @ w / (w @ w)
        return self._labels_seen(moved, self.objective.generator_slope, d)

    def g_gradient(self, d, slope=None):
        """The gradient of the generator's loss by G, as one row, if d judges; `slope` stands in that of its loss."""
        labels = self.g_labels(d)
        fakes, ones = self._fakes(labels), self._ones(labels)
        slopes = (slope or self.objective.generator_slope)(fakes @ d) / len(fakes)
        return np.outer(np.append(slopes @ ones, slopes.sum()), d[: self.gan.pixels]).ravel()

    def losses(self):
        """`(judge's loss, [generator's loss, ...])`: the latter for what judges after its update, and before it."""
        of_generator = [
            self.objective.generator_loss(self._fakes(self.g_labels(d)) @ d) for d in (self.d_after, self.d)
        ]
        return self.objective.judge_loss(self.real @ self.d, self._fakes(self.d_labels) @ self.d), of_generator

    def expect_judge_moved(self):
        """Fail unless the network that judges moved by its own gradient, and by nothing else."""
        right, ratio = self.d_gradient(), self.G_RATE / self.D_RATE
        judge, optimizer, fakes = self.gan.judge, self.gan.d_optimizer, self._fakes(self.d_labels)
        g_after = self.g - self.G_RATE * self.g_gradient(self.d).reshape(self.g.shape)
        of_generator = [
            rate * self._gradient(self.objective.generator_slope(fakes @ d), fakes)
            for d in (self.d, self.d_after)
            for rate in (1, ratio)
        ]
        went_first = f"The generator went first: the {judge} is to be updated by what the old one draws."
        known = {
            f"It was not moved: take gradients by its trainable weights, and have {optimizer} apply them.": 0 * right,
            f"It was moved by {self.gan.g_optimizer}: each network has its own.": ratio * right,
            "The sign is turned round: an optimizer goes down the slope by itself.": -right,
            "Only the real pictures moved it: its loss has two halves.": self.d_gradient(fake=0),
            "Only the fake pictures moved it: its loss has two halves.": self.d_gradient(real=0),
            "Real and fake are swapped in the call of the loss: its real logits come first.": self.d_swapped(),
            went_first: self.d_gradient(g=g_after),
            "The generator's half moves it as well: apply those gradients to the generator's weights only.": [
                right + gradient for gradient in of_generator
            ],
            "It is moved by the generator's loss, not by its own.": of_generator,
        }
        hint = f"Its own gradients, by {optimizer}, once a step; the generator's half leaves it as it is."
        if not self.moved_d.any() and _is_empty(self.game.judge.get("trainable_weights")):
            hint = (
                "It was not moved, for none of its weights is trainable: what sets its `trainable` to False? A tape"
                " needs no frozen networks."
            )
            known = {hint: 0 * right}
        elif self._new_fakes():
            hint = went_first
        expect_moved(judge, self.moved_d, right, known, hint + self._about_labels(), not self.gan.classes)

    def _about_labels(self):
        if not self.gan.classes:
            return ""
        return " Fake pictures go with the labels that they were drawn for, real ones with their own."

    def _new_fakes(self):
        """Whether fakes came from G after its update: they differ from c along w, whatever the noise was."""
        if self.gan.classes:
            return False  # then the fakes differ among themselves
        residual, pixels = self.moved_d - self.d_gradient(), self.gan.pixels
        along, w = residual[:pixels] - residual[-1] * self.g[-1], self.d[:pixels]
        size = np.linalg.norm(along)
        return size > 1e-3 and abs(along @ w) > 0.99 * size * np.linalg.norm(w)

    def d_swapped(self):
        """The gradient of the judge's loss with its arguments swapped."""
        fakes = self._fakes(self.d_labels)
        return self._gradient(self.objective.fake_slope(self.real @ self.d), self.real) + self._gradient(
            self.objective.real_slope(fakes @ self.d), fakes
        )

    def expect_generator_moved(self):
        """Fail unless the generator moved by its own gradient, and by nothing else.

        The gradient may be taken for what judges after its update or, as with two tapes around one pass, before.
        """
        after, before = self.g_gradient(self.d_after), self.g_gradient(self.d)
        right = min((after, before), key=lambda gradient: np.abs(gradient - self.moved_g).max())
        ratio, optimizer = self.D_RATE / self.G_RATE, self.gan.g_optimizer
        known = {
            f"It was not moved: call the generator inside the tape, and have {optimizer} apply the gradients.": (
                0 * right
            ),
            f"It was moved by {self.gan.d_optimizer}: each network has its own.": ratio * right,
            "The sign is turned round: the generator learns to be found out.": -right,
            **{
                hint: [self.g_gradient(d, slope) for d in (self.d_after, self.d)]
                for hint, slope in self.objective.wrong_slopes.items()
            },
            "It was moved twice: one update a step.": 2 * right,
        }
        hint = f"Its own gradients, by {optimizer}, once a step; the {self.gan.judge}'s half leaves it as it is."
        expect_moved("generator", self.moved_g, right, known, hint + self._about_labels(), not self.gan.classes)

    def expect_returned(self):
        """Fail unless both losses were returned."""
        what, returned, names = "what train_step() returned", self.returned, (self.gan.d_loss, self.gan.g_loss)
        if not isinstance(returned, dict) or not set(names) <= set(returned):
            hint = 'A dict with the keys "{}" and "{}".'.format(*names)
            hint = "Does it end with `return`?" if returned is None else hint
            raise Failure(what, "a dict with {} and {}".format(*names), describe(returned), hint)
        d_right, g_rights = self.losses()
        d_loss, g_loss = (scalar(returned[name], f"{name} of {what}") for name in names)
        hint = f"It is the {self.gan.judge}'s loss of this step, before its update."
        hint = diagnose(d_loss, {"The two losses are swapped.": g_rights}, hint, atol=1e-8)
        right = np.isclose(d_loss, d_right, rtol=1e-3)
        expect(right, f"{names[0]} of {what}", number(d_right), number(d_loss), hint)
        hint = "It is the generator's loss of this step."
        right = np.isclose(g_loss, g_rights, rtol=1e-3).any()
        expect(right, f"{names[1]} of {what}", number(g_rights[0]), number(g_loss), hint)


def _is_empty(value):
    return isinstance(value, (list, tuple)) and not value


def expect_moved(network, moved, right, known, otherwise, repeated=True):
    """Fail unless the weights moved along the right gradient.

    Args:
        network: its name.
        moved: how the weights changed, divided by minus the learning rate.
        right: the gradient.
        known: what other gradients tell: `{hint: gradient, or a list of them}`.
        otherwise: the hint for all else.
        repeated: whether a longer way in the same direction tells of a second update.
    """
    tolerance = 0.01 * np.abs(right).max()
    if np.abs(moved - right).max() < tolerance:
        return
    hint = diagnose(moved, known, otherwise, rtol=0, atol=tolerance)
    along = float(moved @ right / (np.linalg.norm(moved) * np.linalg.norm(right) + 1e-30))
    share = np.linalg.norm(moved) / np.linalg.norm(right)
    if hint == otherwise and along < -0.9:
        hint = "It goes up the slope of its loss: an optimizer goes down by itself, so that no sign has to be turned."
    elif hint == otherwise and repeated and along > 0.99 and 1.05 < share < 2.1:  # the second step is shorter
        hint = "It was moved twice: one update a step."
    raise Failure(
        f"the change of the {network} in one step of plain gradient descent",
        "minus the learning rate times the gradient of its loss",
        f"{number(share)} times as long, in a direction of cosine {number(along)} to it",
        hint,
    )
