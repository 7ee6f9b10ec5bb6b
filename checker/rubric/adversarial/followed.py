"""The closed form of one training step of a `Game` whose generator draws the same image from any noise."""

import numpy as np

from checker.rubric.adversarial.game import flat


class Followed:
    """One step of such a game: what its networks were before, how they moved, and what each loss would have done.

    With classes the generator draws one image for each class, whatever the noise. For which labels it drew them is for
    the learner to choose, the batch's or new ones: it is read from how the weights of the labels moved.

    What judges is one row d = [w, b], so that the logit of an image is [x, y, 1] d. What draws is a matrix G, K's rows
    for the classes and c, so that an image is [y, 1] G.

    Attributes:
        returned: what `train_step` returned.
        moved_d, moved_g: how d and G changed, each as one row, divided by minus the learning rate, so that they are the
            gradients where plain gradient descent was done.
        moved_k: whether those rows of K moved that noise goes through.
    """

    def __init__(self, game, images, labels, rates):
        """Take the step, on images (n, h, w, c) and labels (n,); the learning rates are the judge's and the other's."""
        self.game, self.gan, self.objective = game, game.gan, game.gan.objective
        self.d_rate, self.g_rate = rates
        pixels = self.gan.pixels
        before = game.weights()
        self.returned = game.step(images, labels)
        after = game.weights()
        self.d, self.g = flat(before.judge), self._of_generator(before)
        self.moved_d = -(flat(after.judge) - self.d) / self.d_rate
        self.moved_g = -flat(self._of_generator(after) - self.g) / self.g_rate
        self.moved_k = bool((after.generator[0] != before.generator[0])[: game.latent_dim].any())
        self._images = images.reshape(len(images), pixels)
        self.real = self._rows(self._images, labels)
        self.labels = self.d_labels = labels if self.gan.classes else labels[:1]  # then all fakes are one image
        self.d_labels = self._labels_seen(
            (self.moved_d - self.d_gradient(fake=0))[pixels:-1], self.objective.fake_slope, self.d
        )
        self.d_after = self.d - self.d_rate * self.d_gradient()  # after its own half of the step

    def _of_generator(self, weights):
        return np.concatenate([weights.generator[0][self.game.latent_dim :], weights.generator[1][np.newaxis]])

    def _ones(self, labels):
        """The rows y of labels, (n, classes)."""
        return np.equal.outer(labels, np.arange(self.gan.classes)).astype("float64")

    def _rows(self, images, labels):
        """Rows [x, y, 1] of images (n, pixels) with labels."""
        return np.concatenate([images.astype("float64"), self._ones(labels), np.ones((len(images), 1))], axis=1)

    def fakes(self, labels=None, g=None, shown=None):
        """Rows [x, y, 1] of the images that G, or `g`, draws for labels; by default for those of the judge's half.

        `shown` are the labels that they are shown with, where these are others.
        """
        labels, g = self.d_labels if labels is None else labels, self.g if g is None else g
        return self._rows(self._ones(labels) @ g[:-1] + g[-1], labels if shown is None else shown)

    def other_labels(self):
        """What learners take for the batch's labels by mistake: one for all, shifted ones, those of other rows."""
        labels, classes = self.labels, self.gan.classes
        return [
            *(np.full_like(labels, each) for each in range(classes + 1)),  # the last is none at all
            *((labels + each) % classes for each in range(1, classes)),
            *(np.roll(labels, each) for each in range(1, len(labels))),
            labels[::-1],
        ]

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
        slopes = slope(self.fakes(np.arange(self.gan.classes)) @ d)
        known = np.isfinite(moved) & (slopes != 0)
        counts = np.round(np.where(known, moved, 0) * len(self.labels) / np.where(known, slopes, 1))
        fits = counts.min() >= 0 and counts.sum() == len(self.labels)
        return np.repeat(np.arange(self.gan.classes), counts.astype(int)) if fits else self.labels

    def d_gradient(self, real=1.0, fake=1.0, g=None):
        """The gradient of the judge's loss by d; `real` and `fake` weigh the two halves, `g` stands in G's place."""
        fakes = self.fakes(g=g)
        return self.gradient(real * self.objective.real_slope(self.real @ self.d), self.real) + self.gradient(
            fake * self.objective.fake_slope(fakes @ self.d), fakes
        )

    def d_mislabelled(self, real=None, drawn=None, shown=None):
        """The gradient of the judge's loss where labels are others than the batch's.

        `real` and `shown` are those that real images and fakes are shown with, `drawn` those that fakes are drawn for;
        where `shown` is None, they are shown with these.
        """
        reals = self.real if real is None else self._rows(self._images, real)
        fakes = self.fakes(self.labels if drawn is None else drawn, shown=shown)
        return self.gradient(self.objective.real_slope(reals @ self.d), reals) + self.gradient(
            self.objective.fake_slope(fakes @ self.d), fakes
        )

    def d_swapped(self):
        """The gradient of the judge's loss with its arguments swapped."""
        fakes = self.fakes()
        return self.gradient(self.objective.fake_slope(self.real @ self.d), self.real) + self.gradient(
            self.objective.real_slope(fakes @ self.d), fakes
        )

    @staticmethod
    def gradient(slopes, rows):
        """The gradient by d of a mean over rows."""
        return slopes / len(rows) @ rows

    def _g_labels(self, d):
        """For which labels the generator's half drew, if d judged it."""
        w = d[: self.gan.pixels]
        moved = self.moved_g.reshape(self.g.shape)[:-1] @ w / (w @ w)
        return self._labels_seen(moved, self.objective.generator_slope, d)

    def g_gradient(self, d, slope=None, shown=None):
        """The gradient of the generator's loss by G, as one row, if d judges; `slope` stands in that of its loss.

        `shown` are labels that the batch's fakes are shown with in the place of their own.
        """
        labels = self._g_labels(d) if shown is None else self.labels
        fakes, ones = self.fakes(labels, shown=shown), self._ones(labels)
        slopes = (slope or self.objective.generator_slope)(fakes @ d) / len(fakes)
        return np.outer(np.append(slopes @ ones, slopes.sum()), d[: self.gan.pixels]).ravel()

    def losses(self):
        """`(judge's loss, [generator's loss, ...])`: the latter for what judges after its update, and before it."""
        of_generator = [
            self.objective.generator_loss(self.fakes(self._g_labels(d)) @ d) for d in (self.d_after, self.d)
        ]
        return self.objective.judge_loss(self.real @ self.d, self.fakes() @ self.d), of_generator

    def new_fakes(self):
        """Whether fakes came from G after its update: they differ from c along w, whatever the noise was."""
        if self.gan.classes:
            return False  # then the fakes differ among themselves
        residual, pixels = self.moved_d - self.d_gradient(), self.gan.pixels
        along, w = residual[:pixels] - residual[-1] * self.g[-1], self.d[:pixels]
        size = np.linalg.norm(along)
        return size > 1e-3 and abs(along @ w) > 0.99 * size * np.linalg.norm(w)
