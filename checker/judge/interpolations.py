"""An autoencoder with a critic on trial: what lies between two images, beside what its own networks make without one.

The learner's worker trains it on drawn lines, and once more with a strength of 0: a plain autoencoder of the same
networks, the same first weights and the same steps. What counts is made by copies of encoder and decoder that a clean
worker rebuilds. It is judged on lines that the checker draws after training, of which one knows what lies between.

The measures are those of Berthelot et al. (2018), section 3.1; a walk's two middle images stand for its distance, for
there an autoencoder is at its worst. Each means something beside the others only: a walk that jumps from one image to
the other is made of perfect lines.
"""

import time
from dataclasses import dataclass

import numpy as np

from checker.failures import Failure, OutOfTime
from checker.rubric.expect import expect, expect_array
from checker.sandbox.limits import Limits
from checker.text import number
from workshop.data import lines

STEPS, BATCH = 3000, 64
SECONDS = 60  # what both trainings take the reference solution on a machine that is busy
PAIRS, LENGTH = 200, 16  # walks, and images in each
KNOWN = np.arange(0, lines.TURN, 32)  # the angles of the lines that images are compared with


@dataclass
class Between:
    """What was measured of encoder and decoder.

    Attributes:
        reconstruction: the mean squared error of new lines, in [0, 1]; 0.025 where all images are black.
        middle: the mean distance of the two middle images of walks to the nearest true line: 1 less the cosine between
            both as rows of pixels. 0 for a line, 0.19 for a blend of two, 1 for what has no pixel in common with any.
        smoothness: the largest step of a walk's angle over its whole way, less 1/15; its mean over the walks that move,
            1 where none does. 0 for an even turn, 0.93 for a jump.
    """

    reconstruction: float
    middle: float
    smoothness: float


def measure(encode, decode, rng):
    """Measure walks: `Between`.

    Args:
        encode: float32 (n, 32, 32, 1) -> codes (n, d).
        decode: float32 (n, d) -> images (n, 32, 32, 1).
        rng: `numpy.random.Generator`, of the lines.
    """
    turns = rng.integers(0, lines.TURN, 2 * PAIRS).astype(np.uint16)
    images = (lines.at(turns) / np.float32(255))[..., np.newaxis]
    codes = encode(images)
    shares = np.linspace(0, 1, LENGTH)[:, np.newaxis]
    between = codes[:PAIRS, np.newaxis] * (1 - shares) + codes[PAIRS:, np.newaxis] * shares
    walks = decode(between.reshape(-1, codes.shape[1]).astype("float32"))
    distances, angles = (each.reshape(PAIRS, LENGTH) for each in nearest(walks))
    steps = np.abs(np.diff(np.unwrap(angles, axis=1), axis=1))
    moving = steps.any(axis=1)
    shares = steps[moving].max(axis=1) / steps[moving].sum(axis=1) - 1 / (LENGTH - 1)
    return Between(
        float(np.mean((decode(codes.astype("float32")) - images) ** 2)),
        float(distances[:, LENGTH // 2 - 1 : LENGTH // 2 + 1].mean()),
        float(shares.mean()) if moving.any() else 1.0,
    )


def nearest(images):
    """The nearest true line of each image: `(distances, angles)`, floats (n,); angles are in radians."""
    known, given = (
        each / np.maximum(np.linalg.norm(each, axis=1, keepdims=True), 1e-6)
        for each in (lines.at(KNOWN).reshape(len(KNOWN), -1).astype("float32"), images.reshape(len(images), -1))
    )
    alike = given @ known.T
    return 1 - alike.max(axis=1), alike.argmax(axis=1) * (2 * np.pi / len(KNOWN))


class Trial:
    """A learner's networks after training.

    Attributes:
        found: `Between` of them.
        plain: `Between` of the same networks, trained without a critic.
    """

    def __init__(self, learner, rng, dataset, maker, about):
        """Train both and measure.

        Args:
            learner: a `checker.learner.code.Learner`.
            rng: `numpy.random.Generator`.
            dataset: a `workshop.data.Dataset` of lines.
            maker: of the function that makes what is trained: `maker(seed)` returns a compiled model with `encoder`,
                `decoder` and an attribute `strength`.
            about: the function of the file that a failure of training points to.
        """
        self._learner, self._maker, self._about = learner, maker, about
        count = STEPS * BATCH // len(dataset.train.images)
        images = learner.call("prepare", dataset.train.images, returns="reference")
        seed, judging = int(rng.integers(2**31)), int(rng.integers(2**31))
        self.found = self._trained(images, count, seed, judging, {})
        self.plain = self._trained(images, count, seed, judging, {"strength": 0.0})
        learner.figures.update(
            middle=self.found.middle, smoothness=self.found.smoothness, reconstruction=self.found.reconstruction
        )

    def _trained(self, images, epochs, seed, judging, settings):
        made = self._learner.call(self._maker, seed, returns="reference")
        for name, value in settings.items():
            made.set(name, value)
        limit = 10 * SECONDS
        started = time.perf_counter()
        try:
            made.call(
                "fit", images, batch_size=BATCH, epochs=epochs, verbose=0, about=self._about,
                limits=Limits(cpu_seconds=4 * limit, wall_seconds=limit, memory_gb=6),
            )  # fmt: skip
        except OutOfTime as failure:
            failure.what = f"{STEPS:,} steps of training"
            failure.expected = f"less than {limit} s; the reference solution takes less than {SECONDS} s"
            failure.got = f"not done after {time.perf_counter() - started:.0f} s"
            raise
        encoder, decoder = (made.model(name, self._maker) for name in ("encoder", "decoder"))
        size = encoder(np.zeros((1, lines.SIDE, lines.SIDE, 1), "float32")).shape[-1]

        def encode(given):
            what = f"the codes of the encoder of {self._maker}(), after training"
            return _finite(expect_array(encoder(given), what, shape=(len(given), size)), what)

        def decode(codes):
            what = f"the images of the decoder of {self._maker}(), after training"
            shape = (len(codes), lines.SIDE, lines.SIDE, 1)
            return _finite(expect_array(decoder(codes), what, shape=shape), what)

        return measure(encode, decode, np.random.default_rng(judging))


def _finite(array, what):
    expect(np.isfinite(array).all(), what, "finite numbers", "NaN or infinity", "Do the losses stay finite?")
    return array.astype("float32")


# A black image is 0.025 from a line. Right answers reach 0.005 and less, with a critic or without.
MOST_RECONSTRUCTION = 0.012
MOST_SMOOTHNESS = 0.8  # a jump has 0.93; right answers 0.07 to 0.66
# Of its own autoencoder's: right answers .43 to .65.
MOST_MIDDLE, BLENDED = 0.85, 0.19


def expect_reconstructs(trial):
    """Fail unless the autoencoder gives back lines that it has not seen, with a critic and without."""
    for found, which in ((trial.found, ""), (trial.plain, ", with a strength of 0")):
        what = f"the mean squared error of new lines' reconstructions, after {STEPS:,} steps{which}"
        hint = (
            "Are all images black? That is 0.025. A critic that counts too much does so, for a black image is never"
            " taken for a blend: a lower strength leaves room for the lines."
        )
        _expect_below(found.reconstruction, MOST_RECONSTRUCTION, what, hint)


def expect_smooth(trial):
    """Fail unless walks turn from one line to the other, and do not jump."""
    what = f"the smoothness of walks between new lines, after {STEPS:,} steps"
    hint = "They jump from one line to the other: fewer numbers in a code leave less room to do so."
    _expect_below(trial.found.smoothness, MOST_SMOOTHNESS, what, hint, ", where a jump has 0.93")


def expect_middles(trial):
    """Fail unless what lies in the middle is nearer to a line than without a critic."""
    what = f"the distance of walks' middle images to the nearest line, after {STEPS:,} steps"
    _expect_below(trial.found.middle, BLENDED, what, "A blend of the pixels of both lines is as near.")
    hint = "Does what the critic says move the autoencoder? Look at walks.png; more strength helps the middle."
    told = f", where the same networks have {number(trial.plain.middle)} with a strength of 0"
    _expect_below(trial.found.middle, MOST_MIDDLE * trial.plain.middle, what, hint, told)


def _expect_below(value, bound, what, hint, beside=""):
    if not value <= bound:
        raise Failure(what, f"at most {number(bound)}{beside}", number(value), hint)
