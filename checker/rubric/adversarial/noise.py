"""The noise of training steps, read from how the weights moved; and how many images took part in them."""

import numpy as np

from checker.failures import Failure
from checker.rubric.adversarial.game import BIAS, Game
from checker.rubric.expect import expect

MOST_NUMBERS = 400_000  # in the kernel of the generator that shows its noise
SINGLE, BATCHES = 4, (8, 33)  # steps on one image, where the numbers themselves are seen; then on batches
OF_FIT = (3, 3, 200, 7)  # sizes of batches in `fit`: two alike, many images, and after them fewer
SOME = (2, 5, 6)  # classes of real images, where not all are there: neither the first nor the last among them
# How many standard errors a figure may lie away from what it should be: fewer than one right answer in a million does.
FAR = 5.0


class VisibleNoise:
    """The noise of several steps, read from how the weights moved.

    The generator shows its noise in the first pixels and draws nothing else; real images have nothing there. What
    judges looks only at the last pixel, which is 0 in all of them, so that all logits are its bias. Then w moves by a
    known multiple of the mean fake image where the noise is, of the mean real one elsewhere, and the last pixel's
    column of K by one of the mean noise: whether the generator is judged before or after the update of what judges. In
    the same way each class's weight, and its row of K, tell how many fakes were of that class.

    Attributes:
        batches: the size of each step's batch.
        d_noise, g_noise: float64 (steps, latent_dim), noise of the judge's and of the generator's half of each step:
            the mean over the batch, times the square root of the batch size.
        real: float64 (steps,), how far the sum over the judge's updates of the mean real image that was seen is from
            that of so many means of the batch, at most.
        d_counts, g_counts: float64 (steps, classes), how many fakes of each class either half had, if real images have
            their own labels. Of a number that is told of images, the sum over the fakes.
        moved: float64 (steps, 2), how far weights of the judge and of the generator moved, at most.
        by_objective: whether both losses have the slopes that the objective's have.
    """

    D_RATE, G_RATE = 1e-5, 1.0  # the judge's so small that after its update all logits are its bias still

    def __init__(self, learner, gan, batches, seed=1, fit=False, among=None, updates=1, g_times=None, **settings):
        """Take a step for each batch size in `batches`: by hand, or by `fit`, which makes a graph of it.

        `among`: the classes that the batches have images of, in turn; None where they have all. `updates`: how often
        what judges is updated in a step; its noise is then the sum over the updates. `g_times`: as the attribute; None
        where it is to be read from the noise, for which one step shows too few numbers. `settings`: further ones of
        `compile`.
        """
        # Of large images not half of the pixels: weights are sent to and fro in each step.
        latent = min(512, gan.pixels // 2, MOST_NUMBERS // gan.pixels)
        self.gan, self.batches, self.latent, self.among = gan, batches, latent, among
        self.updates = updates
        self.game = Game(
            learner, gan, self.latent, self.D_RATE, self.G_RATE, seed=seed, run_eagerly=not fit, **settings
        )
        steps = [self._step(count, fit) for count in batches]
        columns = (np.array(column) for column in zip(*steps, strict=True))
        self.d_noise, self.g_noise, self.real, self.d_counts, self.g_counts, self.moved, usual = columns
        self.by_objective = bool(usual.all())
        # The mean of two rows from N(0, 1) has a standard deviation of .71.
        self.g_times = g_times or 1 + (0.6 < _rms(self.g_noise) < 0.84)
        self.g_noise, self.g_counts = self.g_noise * np.sqrt(self.g_times), self.g_counts * self.g_times

    def _step(self, count, fit):
        pixels, objective, latent = self.gan.pixels, self.gan.objective, self.latent
        w = np.zeros(pixels)
        w[-1] = 1
        self.game.set(np.eye(latent, pixels), np.zeros(pixels), w, BIAS)
        images = np.zeros((count, pixels), dtype="float32")
        images[:, latent:-1] = np.random.default_rng(count).uniform(-1, 1, (count, pixels - 1 - latent))
        given = self.given(count)
        # Bytes, as data sets have them, where `fit` hands them over.
        handed = [values.astype("uint8") if fit and values.dtype.kind == "i" else values for values in given]
        self.game.step(images.reshape(count, *self.gan.image), handed, fit=fit)
        after = self.game.weights()
        slope = -(after.judge[0][: pixels - 1, 0]) / self.D_RATE
        d_noise = slope[:latent] / objective.fake_slope(BIAS)
        g_noise = -after.generator[0][:latent, pixels - 1] / self.G_RATE / objective.generator_slope(BIAS)
        real = slope[latent:] / objective.real_slope(BIAS) - self.updates * images[:, latent:-1].mean(
            axis=0, dtype="float64"
        )
        of_real = self.gan.rows(given, count).sum(axis=0) * objective.real_slope(BIAS)
        of_labels = -after.judge[0][pixels:, 0] / self.D_RATE * count
        of_rows = -after.generator[0][latent:, pixels - 1] / self.G_RATE * count
        d_counts = (of_labels - of_real) / objective.fake_slope(BIAS)
        g_counts = of_rows / objective.generator_slope(BIAS)
        # By what all logits together move the judge's bias, and those of fakes the last pixel's.
        slopes = (BIAS - after.judge[1][0]) / self.D_RATE, -after.generator[1][-1] / self.G_RATE
        of_both = objective.real_slope(BIAS) + objective.fake_slope(BIAS)
        usual = np.isclose(slopes, [of_both, objective.generator_slope(BIAS)], rtol=0.02, atol=1e-2).all()
        real = np.abs(real).max()
        usual = usual and real < 1e-3
        kernel = np.eye(*after.generator[0].shape)
        kernel[latent:] = 0
        moved = np.abs(after.judge[0][:pixels, 0] - w).max(), np.abs(after.generator[0] - kernel).max()
        return d_noise * np.sqrt(count), g_noise * np.sqrt(count), real, d_counts, g_counts, moved, usual

    def given(self, count):
        """What is told of real images in a batch of this size."""
        return self.gan.given(count) if self.among is None else [np.resize(self.among, count).astype("int32")]

    def halves(self):
        """`[(name of the network whose half it is, its noise), ...]`."""
        return [(self.gan.judge, self.d_noise), ("generator", self.g_noise)]


def plays(learner, gan):
    """Whether a step plays for the objective's losses; else it trains the networks in another way."""
    return VisibleNoise(learner, gan, [BATCHES[0]]).by_objective


def expect_noise(learner, gan, free=False):
    """Fail unless both halves of a step draw noise from N(0, 1), anew in each step, by the seed generator.

    With `free` this is asked of a step only that plays for the objective's losses.
    """
    noise = VisibleNoise(learner, gan, [1] * SINGLE + list(BATCHES))
    if free and not noise.by_objective:
        return
    again, other = (
        VisibleNoise(learner, gan, [1], seed=seed, g_times=noise.g_times, networks=noise.game) for seed in (1, 2)
    )
    for half, values in noise.halves():
        what = f"the noise in the {half}'s half of a step"
        _expect_new(values, what, noise.batches)
        _expect_size_of_batch(half, values, noise.batches)
        _expect_normal(values[:SINGLE], what)
        expect_rows(half, values, noise.batches)
    for (half, values), (_, same), (_, others) in zip(noise.halves(), again.halves(), other.halves(), strict=True):
        expect(
            np.allclose(same[0], values[0], atol=0.05),
            f"the noise in the {half}'s half of the first step of a second {gan.name} with the same seed",
            "the same numbers",
            "other numbers",
            "They don't come from the seed generator, but from NumPy, tf.random, or keras.random without"
            " seed=self.seed_generator. Only the seed generator makes a run repeatable; and in the graph that fit"
            " makes of the step, NumPy's numbers never change.",
        )
        expect(
            not np.allclose(others[0], values[0], atol=0.05),
            f"the noise in the {half}'s half of a step of a {gan.name} with another seed",
            "other numbers",
            "the same numbers",
            f"Pass seed=self.seed_generator: it starts from the seed that {gan.name} got.",
        )


def _rms(values):
    return float(np.sqrt((values**2).mean()))


def _expect_new(values, what, batches):
    for count, row in zip(batches, values, strict=True):
        if not np.isfinite(row).all() or not row.any():
            hint = "Are there as many rows of noise as images in the batch? A mean over no rows is 0 or NaN."
            got = "zeros" if np.isfinite(row).all() else "NaN or infinity"
            raise Failure(f"{what} on {_images(count)}", "random numbers", got, hint)
    alike = values.std(axis=1).max() < 0.01 * np.abs(values).max()
    hint = "Draw (n, latent_dim) numbers: each number of a row by itself."
    expect(not alike, what, "numbers that differ within a row", "one number, repeated along the row", hint)
    similar = np.abs(np.corrcoef(values) - np.eye(len(values))).max()
    expect(
        similar < 0.9,
        what,
        "different numbers in each step",
        "the same numbers again" if similar > 0.999 else "much the same numbers again",
        "Draw it inside train_step: a seed generator gives new numbers in each call.",
    )


def _expect_size_of_batch(half, values, batches):
    """Fail where a mean over a batch is of as many rows of noise as over another, whatever their sizes."""
    single, largest = float(values[:SINGLE].std()), float(values[-1].std())
    expect(
        single > 0.9 or largest < single * np.sqrt(batches[-1]) / 2,
        f"the fake images in the {half}'s half of a step on a single image",
        "one, from one row of noise",
        f"about {1 / single**2:.0f}, and as many in a batch of another size",
        "Draw as many rows of noise as the batch has images, whatever its size.",
    )


def _expect_normal(values, what):
    """Fail unless numbers of single images, (n, latent_dim), look drawn from N(0, 1), and left as they were drawn."""
    size = values.size
    # That lengths of rows of so many numbers agree so well happens by chance once in a million times.
    scaled = np.abs(np.sqrt((values**2).mean(axis=1)) - 1).max() < 1e-3
    hint = "Is the noise divided by its length or its standard deviation? Leave it as keras.random.normal draws it."
    wanted, got = "random numbers, whose mean square is near 1, now below and now above", "1, each time"
    expect(not scaled, f"the mean square of {what}", wanted, got, hint)
    mean, spread = float(values.mean()), float(values.std())
    inner, outer = (float((np.abs(values) > bound).mean()) for bound in (0.6745, 2))
    largest = float(np.abs(values).max())
    right = (
        abs(mean) < FAR / np.sqrt(size)
        and abs(spread - 1) < FAR / np.sqrt(2 * size)
        and abs(inner - 0.5) < FAR * 0.5 / np.sqrt(size)
        and abs(outer - 0.0455) < FAR * 0.21 / np.sqrt(size)
        and largest > 2.2  # as 3 % are
    )
    hint = "Draw it from the normal distribution, mean 0 and standard deviation 1: keras.random.normal."
    if 0.6 < spread < 0.8:  # 1 / sqrt(2)
        hint += " Or are there two rows of noise for each image? Their mean has such a standard deviation."
    expect(
        right,
        what,
        "mean 0, standard deviation 1, half of the numbers beyond 0.67, about 5 % beyond 2",
        f"mean {mean:.2f}, standard deviation {spread:.2f}, {inner:.0%} beyond 0.67, {outer:.0%} beyond 2"
        + f", none beyond {largest:.1f}" * (spread > 0.9 and largest <= 2.2),
        hint,
    )


def expect_rows(half, values, batches):
    """Fail unless each batch had as many fakes as real images, all different.

    A mean over k of n images, times the square root of n, has the standard deviation sqrt(n / k). Where one batch shows
    too few numbers to tell k from n, all batches together may.
    """
    batches = np.array(batches)
    for count in [*np.unique(batches), 0]:
        seen = values[batches == count] if count else values
        spread = _rms(seen)
        size = _images(count) if count else f"batches of {', '.join(map(str, np.unique(batches)))}"
        k = f"about {count / spread**2:.0f}" if count and spread > 0.2 else "fewer" if spread > 1 else "more"
        expect(
            abs(spread - 1) < FAR / np.sqrt(2 * seen.size),
            f"the fake images in the {half}'s half of a step on {size}",
            "as many as there are real ones, each from its own row of noise",
            k,
            "Draw one row of noise for each image of the batch, and use no row twice.",
        )


def _images(count):
    return f"a batch of {count}" if count > 1 else "a single image"


def expect_fits(learner, gan, free=False):
    """Fail unless `fit` trains both networks, in a graph, on batches whose size is not known beforehand.

    Where there are classes, labels are bytes, as data sets have them, and those of a batch are not of all classes. With
    `free` no more is asked of a step that does not play for the objective's losses than that both networks move.
    """
    among = [each for each in SOME if each < gan.classes] or None  # where there are classes, and nothing else is told
    try:
        noise = VisibleNoise(learner, gan, OF_FIT, fit=True, among=among)
    except Failure as failure:
        failure.what = "what fit() does with train_step()"
        raise
    seen = [] if free and not noise.by_objective else noise.halves()
    for number, (name, values) in enumerate(noise.halves()):
        moved = np.abs(values).max(axis=1) if seen else noise.moved[:, number] / (noise.D_RATE, noise.G_RATE)[number]
        what = f"the weights of the {name} after fit()"
        expect(np.isfinite(moved).all(), what, "finite numbers", "NaN or infinity")
        hint = "The step moves it when called directly, but not in the graph that fit makes of it."
        expect(moved.min() > 1e-3, what, "different from before", "the same", hint)
    for name, values in seen:
        expect(
            not np.allclose(values[0], values[1], atol=0.01),
            f"the noise in the {name}'s half of a step of fit()",
            "different numbers in each step",
            "the same numbers again",
            "fit runs the Python code of train_step only once, to make a graph of it. Numbers from NumPy or from a"
            " Python counter never change in this graph; keras.random with self.seed_generator draws new ones.",
        )
        expect_rows(name, values, noise.batches)
    for count, error in zip(noise.batches, noise.real, strict=True) if seen else ():
        expect(
            error < 1e-3,
            f"the real images in the {gan.judge}'s half of a step of fit() on {_images(count)}",
            "all of them, each counted once",
            "their mean differs",
            f"Show the {gan.judge} the whole batch, whatever its size.",
        )
    halves = (gan.judge, noise.d_counts, 1), ("generator", noise.g_counts, noise.g_times)
    for name, counts, times in halves if gan.classes else ():
        _expect_labels_of_fit(name, counts, noise, times)


def whole_numbers(counts):
    """Counts as integers, as near as they are; -1 where one is no finite number."""
    return np.round(np.where(np.isfinite(counts), counts, -1)).astype(int)


def _expect_labels_of_fit(half, counts, noise, times):
    """Fail unless fakes have the labels of each batch, drawn anew from among them or not, or others of all classes.

    Args:
        half: the name of the network whose half of a step it is.
        counts: (steps, classes), how many fakes of each class there were.
        noise: the `VisibleNoise`.
        times: how many fakes there are for each image of a batch.
    """
    classes = noise.gan.classes
    own, counted = (
        times * np.array([np.bincount(labels(count), minlength=classes) for count in noise.batches])
        for labels in (lambda count: noise.given(count)[0], lambda count: noise.gan.given(count)[0])
    )
    if np.allclose(counts, own, atol=0.25):
        return
    whole = whole_numbers(counts)
    fits = (
        np.abs(counts - whole).max() < 0.25
        and whole.min() >= 0
        and (whole.sum(axis=1) == times * np.array(noise.batches)).all()
    )
    new = (whole.sum(axis=0) > 0).all() and (whole != counted).any()
    drawn_again = np.array_equal(whole.max(axis=0) > 0, own.max(axis=0) > 0)  # from among the labels of each batch
    hint = (
        "When called directly, the step uses the right ones. Do they become constants in the graph that fit makes?"
        " Or does the step go wrong with labels as bytes, uint8?"
    )
    if fits and (whole[0] != whole[1]).any():  # two batches alike in size
        hint = "Some classes are hardly ever drawn, or never: new labels should be of all classes alike."
    expect(
        fits and (new or drawn_again),
        f"the labels in the {half}'s half of steps of fit(), where they are bytes",
        f"real images with their own; fakes with those of the batch, or new ones from 0 to {classes - 1}",
        "others",
        hint,
    )
