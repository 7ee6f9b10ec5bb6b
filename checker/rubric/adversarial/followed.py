"""The closed form of one training step of a `Game` whose generator draws the same image from any noise."""

import numpy as np

from checker.rubric.adversarial.game import flat


class Followed:
    """One step of such a game: what its networks were before, how they moved, and what each loss would have done.

    With conditions the generator draws one image for each row y that tells what it is to show, whatever the noise. For
    which it drew them is for the learner to choose, the batch's or new ones: where the condition is a class, it is read
    from how the weights of the labels moved; else the batch's are looked for.

    What judges is one row d = [w, b], so that the logit of an image is [x, y, 1] d. What draws is a matrix G, K's rows
    for the conditions and c, so that an image is [y, 1] G.

    Attributes:
        returned: what `train_step` returned.
        moved_d, moved_g: how d and G changed, each as one row, divided by minus the learning rate, so that they are the
            gradients where plain gradient descent was done.
        moved_k: whether those rows of K moved that noise goes through.
    """

    def __init__(self, game, images, given, rates):
        """Take the step, on images (n, h, w, c) and what is told of them; the rates are the judge's and the other's."""
        self.game, self.gan, self.objective = game, game.gan, game.gan.objective
        self.d_rate, self.g_rate = rates
        pixels = self.gan.pixels
        before = game.weights()
        self.returned = game.step(images, given)
        after = game.weights()
        self.d, self.g = flat(before.judge), self._of_generator(before)
        self.moved_d = -(flat(after.judge) - self.d) / self.d_rate
        self.moved_g = -flat(self._of_generator(after) - self.g) / self.g_rate
        self.moved_k = bool((after.generator[0] != before.generator[0])[: game.latent_dim].any())
        self._images = images.reshape(len(images), pixels)
        self._given, self.told = given, self.gan.rows(given, len(images))
        self.real = self._rows(self._images, self.told)
        self.d_told = self.told = self.told if self.gan.conditions else self.told[:1]  # then all fakes are one image
        self.d_told = self._told_seen(
            (self.moved_d - self.d_gradient(fake=0))[pixels:-1], self.objective.fake_slope, self.d
        )
        self.d_after = self.d - self.d_rate * self.d_gradient()  # after its own half of the step

    def _of_generator(self, weights):
        return np.concatenate([weights.generator[0][self.game.latent_dim :], weights.generator[1][np.newaxis]])

    @staticmethod
    def _rows(images, told):
        """Rows [x, y, 1] of images (n, pixels) with rows y."""
        return np.concatenate([images.astype("float64"), told, np.ones((len(images), 1))], axis=1)

    def fakes(self, told=None, g=None, shown=None):
        """Rows [x, y, 1] of the images that G, or `g`, draws for rows y; by default for those of the judge's half.

        `shown` are the rows that they are shown with, where these are others.
        """
        told, g = self.d_told if told is None else told, self.g if g is None else g
        return self._rows(told @ g[:-1] + g[-1], told if shown is None else shown)

    def others(self):
        """What learners take for the batch's rows y by mistake: in one condition, or all of another image."""
        given, count = self._given, len(self.told)
        some = [
            [*given[:place], values, *given[place + 1 :]]
            for place, each in enumerate(self.gan.conditions)
            for values in each.others(given[place])
        ]
        if len(given) > 1:
            some += [[np.roll(values, by, axis=0) for values in given] for by in range(1, count)]
            some.append([values[::-1] for values in given])
        rows = [self.gan.rows(values, count) for values in some]
        return [each for each in rows if not np.array_equal(each, self.told)]

    def _told_seen(self, moved, slope, d, times=1):
        """For which labels fakes were drawn: those of which just so many move each label's weight so far.

        Args:
            moved: by how much of a gradient (classes,) each label's weight moved.
            slope: of the loss by the logit.
            d: what judged.
            times: how many fakes there may be for each image of the batch.

        Returns:
            Rows y of labels in their order; those of the batch where no numbers of labels fit.
        """
        if not self.gan.classes:
            return self.told
        each, count = np.eye(self.gan.classes), times * len(self.told)
        slopes = slope(self.fakes(each) @ d)
        known = np.isfinite(moved) & (slopes != 0)
        shares = np.where(known, moved, 0) * count / np.where(known, slopes, 1)
        counts = np.round(shares)
        fits = np.abs(shares - counts).max() < 0.25 and counts.min() >= 0 and counts.sum() == count
        return np.repeat(each, counts.astype(int), axis=0) if fits else self.told

    def d_gradient(self, real=1.0, fake=1.0, g=None):
        """The gradient of the judge's loss by d; `real` and `fake` weigh the two halves, `g` stands in G's place."""
        fakes = self.fakes(g=g)
        return self.gradient(real * self.objective.real_slope(self.real @ self.d), self.real) + self.gradient(
            fake * self.objective.fake_slope(fakes @ self.d), fakes
        )

    def d_mislabelled(self, real=None, drawn=None, shown=None):
        """The gradient of the judge's loss where rows y are others than the batch's.

        `real` and `shown` are those that real images and fakes are shown with, `drawn` those that fakes are drawn for;
        where `shown` is None, they are shown with these.
        """
        reals = self.real if real is None else self._rows(self._images, real)
        fakes = self.fakes(self.told if drawn is None else drawn, shown=shown)
        return self.gradient(self.objective.real_slope(reals @ self.d), reals) + self.gradient(
            self.objective.fake_slope(fakes @ self.d), fakes
        )

    def shows_others(self):
        """Whether real images moved what judges as they should, and fakes were shown with other rows than theirs.

        It is read without knowing for which rows they were drawn, or what was made of their logits. For what judges is
        a line: its weights move along the images that it sees, by the slope at each of them, and those of a condition
        by as many slopes as images are shown with it.
        """
        if not np.isfinite(self.moved_d).all():
            return False
        pixels, count, columns = self.gan.pixels, len(self.told), self.gan.columns
        moved, w = self.moved_d[:pixels], self.d[:pixels]
        seen = np.concatenate([self.real[:, :pixels], self.g, w[np.newaxis]])  # w is what penalties move along
        by, *_ = np.linalg.lstsq(seen.T, moved, rcond=None)
        slopes = self.objective.real_slope(self.real @ self.d) / count
        size = np.abs(slopes).max()
        left_over = np.abs(by @ seen - moved).max() > 0.01 * np.abs(moved).max()
        if left_over or np.abs(by[:count] - slopes).max() > 0.01 * size:
            return False
        drawn, shown = by[count : count + columns], self.moved_d[pixels:-1] - slopes @ self.told
        return bool(np.abs(drawn - shown).max() > 0.1 * size)

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

    def _g_told(self, d):
        """For which rows y the generator's half drew, if d judged it."""
        w = d[: self.gan.pixels]
        moved = self.moved_g.reshape(self.g.shape)[:-1] @ w / (w @ w)
        for times in (1, 2):  # how many fakes judge a generator is left open: see `VisibleNoise`
            told = self._told_seen(moved, self.objective.generator_slope, d, times)
            if told is not self.told:
                break
        return told

    def g_gradient(self, d, slope=None, shown=None):
        """The gradient of the generator's loss by G, as one row, if d judges; `slope` stands in that of its loss.

        `shown` are rows y that the batch's fakes are shown with in the place of their own.
        """
        told = self._g_told(d) if shown is None else self.told
        fakes = self.fakes(told, shown=shown)
        slopes = (slope or self.objective.generator_slope)(fakes @ d) / len(fakes)
        return np.outer(np.append(slopes @ told, slopes.sum()), d[: self.gan.pixels]).ravel()

    def losses(self):
        """`(judge's loss, [generator's loss, ...])`: the latter for what judges after its update, and before it."""
        of_generator = [self.objective.generator_loss(self.fakes(self._g_told(d)) @ d) for d in (self.d_after, self.d)]
        return self.objective.judge_loss(self.real @ self.d, self.fakes() @ self.d), of_generator

    def new_fakes(self):
        """Whether fakes came from G after its update: they differ from c along w, whatever the noise was."""
        if self.gan.conditions:
            return False  # then the fakes differ among themselves
        residual, pixels = self.moved_d - self.d_gradient(), self.gan.pixels
        along, w = residual[:pixels] - residual[-1] * self.g[-1], self.d[:pixels]
        size = np.linalg.norm(along)
        return size > 1e-3 and abs(along @ w) > 0.99 * size * np.linalg.norm(w)
