"""Asking a conditional generator: which noise and which labels a learner's function gives it, and in what mode."""

import numpy as np

from checker.failures import Failure
from checker.rubric.adversarial.game import Game, called, hint_of
from checker.rubric.diagnosis import diagnose
from checker.rubric.expect import expect, expect_array
from checker.rubric.seeds import AS_IT_IS, ZERO, another
from checker.text import number

LATENT = 24
SHIFT, VARIANCE = 0.25, 4.0  # of the normalization's running averages, which show who uses them
LARGE = 0.9 * VARIANCE**0.5  # of the pixels behind them, which reach from -0.9 to 0.9: so that a cut range shows
LEAST_ROWS = 30  # of noise, to see in their mean whether they have something in common
MANY = 700  # digits, more than predict takes at once
SIZE = 0.01  # so that noise, labels and shift stay in the range of images


class Asked:
    """A generator of the checker's own that shows what it was given, and a learner's function that asks it.

    Its first pixels show the noise, the next ones the label, through batch normalization: with its running averages,
    of another mean and variance than any batch has, they can be read from the images. The rest has all shades of grey.
    """

    def __init__(self, learner, gan, function):
        self._learner, self.gan, self.function = learner, gan, function
        game = Game(learner, gan, LATENT, 1.0, 1.0, normalized="generator")
        kernel = SIZE * np.eye(LATENT + gan.classes, gan.pixels)
        bias = np.full(gan.pixels, SHIFT)
        self._rest = np.linspace(-LARGE, LARGE, gan.pixels - len(kernel))
        bias[len(kernel) :] = self._rest
        game.set(kernel, bias, np.zeros(gan.pixels), 0, variance=VARIANCE)
        self.generator = game.generator

    def __call__(self, digits, seed=1):
        """`(noise, labels)`, float64 (n, latent_dim) and (n, classes), what the function asked with."""
        images = self.images(digits, seed)
        shape, what = (len(digits), *self.gan.image), f"the images that {self.function}() returned"
        expect_array(images, what, shape=shape)
        # What the normalization's epsilon takes away is a thousandth of a variance of 4.
        shown = images.reshape(len(digits), -1).astype("float64") * np.sqrt(VARIANCE + 1e-3)
        rest = shown[:, LATENT + self.gan.classes :]
        in_training = "images drawn with the batch's own statistics, as in training"
        known = {"Draw images as outside of training: with training=False, or by predict.": np.zeros_like(rest)}
        hint = diagnose(rest, known, "Return the images as the generator draws them, in [-1, 1].", atol=1e-3)
        got = in_training if hint in known else "others"
        expect(
            np.abs(rest - self._rest).max() < 1e-3,
            what,
            "those that the generator draws outside of training",
            got,
            hint,
        )
        shown = (shown - SHIFT) / SIZE
        return shown[:, :LATENT], shown[:, LATENT : LATENT + self.gan.classes]

    def images(self, digits, seed=1, returns="value"):
        """What the function returned, unseen; with `returns="reference"` it stays where it is."""
        try:
            return self._learner.call(self.function, self.generator, digits, LATENT, seed, returns=returns)
        except Failure as failure:
            failure.hint = failure.hint or hint_of(failure.got, called(self.gan))
            raise


def expect_images(asked, image, digits):
    """Fail unless the function returns a float32 image for each digit, as an array: of a list, of one only, of many."""
    for some in (digits, digits[:1], np.resize(digits, 37)):
        what = f"the images that {asked.function}() returned for {len(some)} digit{'s' * (len(some) > 1)}"
        hint = "Return one image for each digit, as the generator draws it: (n, height, width, channels)."
        expect_array(asked.images(list(map(int, some))), what, (len(some), *image), "float32", hint=hint)
    kind = asked.images(list(map(int, digits)), returns="reference").ref.type
    expect(
        kind == "numpy.ndarray",
        f"what {asked.function}() returned",
        "a NumPy array",
        "a tensor" if kind.endswith("Tensor") else kind,
        "keras.ops.convert_to_numpy makes an array of a tensor: code that shows or saves images needs arrays.",
    )


def expect_digits(asked, digits, integers):
    """Fail unless the generator is asked for just these digits, row by row, whatever type they come in."""
    few, many = digits, np.random.default_rng(0).permutation(np.resize(digits, MANY))
    for kind, digits in [*((kind, few) for kind in ("list", *integers)), ("list", many)]:
        given = list(map(int, digits)) if kind == "list" else np.array(digits, kind)
        _, labels = asked(given)
        right = np.equal.outer(digits, np.arange(asked.gan.classes))
        if np.abs(labels - right).max() < 0.1:
            continue
        hint = "Its second input is the digits, just as they were asked for and in their order."
        if digits is many:
            place = int(np.abs(labels - right).max(axis=1).argmax())
            raise Failure(
                f"the label that the generator was given for digit number {place + 1} of {MANY}",
                str(digits[place]),
                str(labels[place].argmax()) if labels[place].max() > 0.9 else "something else",
                f"{hint} With few digits it is right: do parts of many get each other's labels?",
            )
        fine = np.abs(labels - np.round(labels)).max() < 0.1 and (np.round(labels).sum(axis=1) == 1).all()
        got = ", ".join(str(row.argmax()) for row in labels) if fine else "something else"
        asked_for = f"{kind} of digits" if kind == "list" else f"array of {kind}"
        raise Failure(
            f"the labels that the generator was given for a{'n' * (kind != 'list')} {asked_for}",
            ", ".join(map(str, digits)),
            got,
            hint,
        )


def expect_noise_of_asked(asked, digits, thing="digit", many=None):
    """Fail unless each row has noise of its own, about as in training, which follows from the seed alone.

    Args:
        asked: `(digits, seed)` -> `(noise, ...)`, as an `Asked` is.
        digits: what it is called with, whatever that is.
        thing: what gets a row of noise.
        many: as `digits`, for so many that noise may be drawn, or be asked with, in several parts; None for none.
    """
    noise, _ = asked(digits, 1)
    what = f"the noise that {asked.function}() gives the generator"
    hint = f"Draw a row of noise for each {thing}: (n, latent_dim) numbers."
    expect(_nearest(noise) > 0.1, what, f"a different row for each {thing}", "the same for two of them", hint)
    alike = np.ptp(noise, axis=1).max() < 0.1
    expect(not alike, what, "numbers that differ within a row", "one number, repeated along the row", hint)
    mean, spread = float(noise.mean()), float(noise.std())
    got = f"mean {mean:.2f}, standard deviation {spread:.2f}"
    hint = "The generator was trained on such noise, and knows no other."
    about = abs(mean) < 0.3 and 0.5 < spread < 1.5  # others may have reasons to draw less far out
    expect(about, what, "numbers as in training: mean 0, standard deviation 1", got, hint)
    # Of n rows with nothing in common, the mean has numbers of the size 1 / sqrt(n).
    common = float(np.sqrt((noise.mean(axis=0) ** 2).mean()) / spread)
    hint = f"Rows have much in common, as if one row were varied a little: draw all of a {thing}'s noise for itself."
    got = f"numbers of the size of {number(common)}"
    few = len(noise) < LEAST_ROWS
    expect(few or common < 0.5, f"the mean row of {what}, for {len(noise)} {thing}s", "numbers near 0", got, hint)
    again, _ = asked(digits, 1)
    hint = "The seed must decide everything random: pass it to the function that draws the noise."
    right = np.allclose(again, noise, atol=0.05)
    expect(right, f"{what} in a second call with the same seed", "the same numbers", "others", hint)
    once, _ = asked(digits, 0)
    right = np.allclose(asked(digits, 0)[0], once, atol=0.05)
    expect(right, f"{what} in a second call with the seed 0", "the same numbers", "others", ZERO)
    for seed, told, why in ((2, "another seed", hint), (another(1), f"the seed {another(1)}", AS_IT_IS)):
        other, _ = asked(digits, seed)
        expect(np.abs(other - noise).max() > 0.1, f"{what} with {told}", "other numbers", "the same", why)
    if many is None:
        return
    noise, _ = asked(many, 1)
    hint = f"Each {thing} gets a row of noise of its own, however many there are: is it drawn once, for several parts?"
    told = f"{what} for {len(noise):,} {thing}s"
    expect(_nearest(noise) > 0.1, told, f"another row for each {thing}", "the same for two of them", hint)
    fixed = np.count_nonzero(noise.std(axis=0) < 0.4)
    hint = f"Draw all latent_dim numbers anew for each {thing}."
    got = f"{fixed} of {noise.shape[1]} that hardly differ"
    expect(not fixed, told, f"numbers that differ from {thing} to {thing}, in each column", got, hint)


def _nearest(rows):
    """How far apart the two rows are, (n, columns), that are nearest to each other: their largest difference."""
    apart = np.diag(np.full(len(rows), np.inf))
    for column in rows.T:  # all at once would take much memory
        np.maximum(apart, np.abs(column[:, np.newaxis] - column), out=apart)
    return float(apart.min(initial=np.inf))
