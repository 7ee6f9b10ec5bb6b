"""Images that a learner's function has a generator draw, as they come: what it was asked, and whether any is left out.

The generator is the checker's own. Its first pixels show the noise, the next ones what the image is to show, the last
two how many images it had drawn before; the others have all shades.
"""

import numpy as np

from checker.failures import Failure
from checker.rubric.adversarial.game import WEIGHTS, called, hint_of
from checker.rubric.diagnosis import diagnose
from checker.rubric.expect import expect, expect_array, expect_tuple
from checker.text import number

LATENT = 24
VARIANCE = 4.0  # of the normalization's running averages, which show who uses them
OF_NOISE, OF_CLASS, OF_NUMBER = 0.2, 0.5, 0.3  # how bright a pixel is for 1, so that all stays in the range of images
LARGE = 1.0  # the ends of the range as well
COUNTS = 5, 1, 37  # images; the last are more than `predict` takes at once
SEED = 1


class Collected:
    """A generator that shows what it was given, and a learner's function that collects images of it.

    The function is called with `(generator, count, strength, seed)`, and returns bytes. All images are of one class,
    with one strength: the conditions of the generator are a class and a number.
    """

    def __init__(self, learner, gan, function):
        """Build the generator; `function` is the name of the learner's."""
        self._learner, self.gan, self.function = learner, gan, function
        pixels, columns = gan.pixels, gan.columns
        classes = gan.conditions[0].classes
        self._sizes = np.array([OF_NOISE] * LATENT + [OF_CLASS] * classes + [OF_NUMBER] * (columns - classes))
        used = len(self._sizes)
        self._rest = np.linspace(-LARGE, LARGE, pixels - used - 2)
        scale = np.sqrt(VARIANCE + 1e-3)  # with what the normalization adds to a variance
        kernel, bias = np.zeros((used, pixels)), np.zeros(pixels)
        kernel[:, :used] = np.diag(self._sizes) * scale
        bias[used:-2] = self._rest * scale
        ones, zeros = np.ones(pixels), np.zeros(pixels)
        arrays = kernel, bias, ones, zeros, zeros, VARIANCE * ones, np.zeros(())
        self._weights = [np.asarray(each, "float32") for each in arrays]
        self.generator = learner.functional(
            [
                [("Input", {"shape": (LATENT,)})],
                [
                    ("Input", {"shape": (), "dtype": "int32"}),
                    ("CategoryEncoding", {"num_tokens": classes, "output_mode": "one_hot"}),
                ],
                [("Input", {"shape": (1,)})],
            ],
            [
                ("Concatenate", {}),
                ("Dense", {"units": pixels}),
                ("BatchNormalization", {"momentum": 0.5}),
                ("Numbered", {}),
                ("Reshape", {"target_shape": gan.image}),
            ],
        )

    def images(self, count, strength=1.0, seed=SEED, returns="value"):
        """What the function returned, unseen; with `returns="reference"` it stays where it is."""
        self._learner.weights([self.generator], [self._weights])
        try:
            return self._learner.call(self.function, self.generator, count, strength, seed, returns=returns)
        except Failure as failure:
            failure.hint = failure.hint or hint_of(failure.got, called(self.gan))
            raise

    def unchanged(self):
        """Whether the generator's weights are still what they were."""
        (found,) = expect_tuple(self._learner.weights([self.generator]), 1, WEIGHTS)
        found = expect_tuple(found, len(self._weights), WEIGHTS)
        pairs = zip(found[:-1], self._weights[:-1], strict=True)  # the last counts
        return all(isinstance(one, np.ndarray) and np.array_equal(one, other) for one, other in pairs)

    def read(self, count, strength=1.0, seed=SEED):
        """`(noise (n, latent_dim), told (n, columns), numbers (n,), rest (n, pixels))`, float64, of the bytes."""
        what = f"the images that {self.function}() returned for a count of {count}"
        hint = "Return count images, no more and no fewer: (count, height, width, channels)."
        found = expect_array(self.images(count, strength, seed), what, (count, *self.gan.image), hint=hint)
        hint = "Return bytes, as data sets have them: images.to_bytes converts what the generator draws."
        expect_array(found, what, dtype="uint8", hint=hint)
        shown = found.reshape(count, -1) / 127.5 - 1
        used = len(self._sizes)
        told = shown[:, :used] / self._sizes
        digits = np.rint((shown[:, -2:] + 1) * 8).astype(int)
        return told[:, :LATENT], told[:, LATENT:], digits @ [16, 1], shown[:, used:-2]

    def __call__(self, count, seed):
        """The noise that it was asked with, and what it was told; see `asking.expect_noise_of_asked`."""
        noise, told, *_ = self.read(count, seed=seed)
        return noise, told


def expect_bytes(collected):
    """Fail unless the function returns as many images as it is told to, as an array of bytes, outside of training."""
    for count in COUNTS:
        *_, rest = collected.read(count)
        shades = np.linspace(-LARGE, LARGE, rest.shape[1])
        what = f"the images that {collected.function}() returned for a count of {count}, as bytes"
        raw = (rest + 1) * 127.5
        known = {
            "Draw images as outside of training: with training=False, or by predict.": [
                np.full_like(raw, 127), np.full_like(raw, 128),
            ],
            "The generator draws from -1 to 1: numbers below 0 were cut off, or wrapped around.": [
                np.tile(each, (count, 1))
                for each in (np.clip(shades * 255, 0, 255), shades * 255 % 256, np.clip(shades * 127.5, 0, 255))
            ],
            "The shades are lost: scale the images to the range of bytes before you make bytes of them.": [
                np.tile(each, (count, 1))
                for each in (np.trunc(shades) % 256, np.trunc(shades + 1), 0 * shades, np.rint((shades + 1) / 2))
            ],
            "Black and white are swapped.": np.tile((1 - shades) * 127.5, (count, 1)),
        }  # fmt: skip
        hint = diagnose(raw, known, "-1 becomes 0, 1 becomes 255, and 0 half of that.", rtol=0, atol=1.01)
        right = (shades + 1) * 127.5
        expect_array(raw, what, close_to=np.tile(right, (count, 1)), rtol=0, atol=1.01, hint=hint)
    kind = collected.images(2, returns="reference").ref.type
    hint = "keras.ops.convert_to_numpy makes an array of a tensor: code that shows or saves images needs arrays."
    got = "a tensor" if kind.endswith("Tensor") else kind
    expect(kind == "numpy.ndarray", f"what {collected.function}() returned", "a NumPy array", got, hint)


def expect_asked(collected, name, chosen, strengths):
    """Fail unless the generator is asked for one class, with the strength that the function was told.

    Args:
        collected: a `Collected`.
        name: what messages call that class.
        chosen: the class.
        strengths: numbers to try.
    """
    first, second = collected.gan.conditions
    for strength in strengths:
        _, told, *_ = collected.read(6, strength)
        classes, numbers = told[:, :-1], told[:, -1]
        wanted = first.rows(np.full(6, chosen))
        what = f"the {first.name} that {collected.function}() asks the generator for"
        seen = ", ".join(str(row.argmax()) if row.max() > 0.5 else "none" for row in classes)
        hint = f"All images must show {name}, whatever else is asked for."
        expect(np.abs(classes - wanted).max() < 0.2, what, ", ".join([str(chosen)] * 6), seen, hint)
        what = f"the {second.name} that {collected.function}() asks for, when called with {number(strength)}"
        low, high = numbers.min(), numbers.max()
        got = number(round(low, 1)) if high - low < 0.1 else f"from {low:.1f} to {high:.1f}"
        known = {
            "It asks for the same each time: the parameter says how much.": [np.full(6, 1.0), np.full(6, 0.0)],
            "It is rounded or clipped: a caller may ask for any number.": [
                np.full(6, each) for each in (np.trunc(strength), np.rint(strength))
            ],
        }  # fmt: skip
        known = known if strength not in (0, 1) else {}
        hint = diagnose(numbers, known, "Pass the given number unchanged, once for each image: (count, 1).", atol=0.06)
        expect(np.abs(numbers - strength).max() < 0.06, what, number(strength), got, hint)


def expect_as_they_come(collected):
    """Fail unless the images are the first that the generator drew, each of them once; it stays as it was."""
    for count in COUNTS:
        *_, numbers, _ = collected.read(count)
        what = f"which of the images that the generator drew {collected.function}() returned for a count of {count}"
        wanted = f"the first {count}, each once" if count > 1 else "the first"
        left = sorted(set(range(count)) - set(numbers.tolist()))
        got = ", ".join(str(each + 1) for each in numbers[:8]) + (", ..." if count > 8 else "")
        hint = "Return the images as they come: draw no extra ones, choose none, return none twice."
        expect(not left, what, wanted, f"numbers {got}", hint)
    hint = "Only draw images: with training=False, and without setting or training anything."
    told = f"the generator's weights after {collected.function}()"
    expect(collected.unchanged(), told, "the same as before", "others", hint)
