"""A learner's DCGAN on trial: trained for a fixed number of steps, then judged by what its generator draws.

The learner's worker trains. What counts is drawn by a copy of the generator that a clean worker rebuilds from
configuration and weights, from noise that the checker draws after training.
"""

import time

import numpy as np

from checker.errors import CheckerError
from checker.failures import Failure, OutOfTime
from checker.judge.referees import COUNT, Judge
from checker.learner.models import Model
from checker.rubric.expect import expect, expect_array
from checker.sandbox.limits import Limits
from checker.text import describe
from workshop.pictures import to_bytes

BATCH, STEPS = 60, 2000
MOST_BYTES = 60_000  # of the learner's file; the solution has 10,000, trained weights as text more than 100,000
MOST_NOISE = 4096  # numbers for a picture
UNTRAINED = 200  # pictures drawn before training
STEP = "DCGAN.train_step"
REFERENCE_SECONDS = 60  # of training, by the reference solution on the machine of docs/evidence/results.md
PACE_SECONDS = 0.5  # what 2,000 pictures take the judge's classifier there, to see how much slower this machine is
MOST_TIMES = 10


class Trial:
    """What came of training a learner's DCGAN.

    Attributes:
        pictures: uint8 (2000, 28, 28), drawn after training.
        card: the `checker.judge.card.Card` of the pictures.
        untrained: the card of 200 pictures drawn before training.
        seconds: what training took.
        steps: how many there were.
    """

    def __init__(self, learner, rng, dataset, steps=None):
        """Train and judge.

        Args:
            learner: a `checker.learner.code.Learner`.
            rng: `numpy.random.Generator`; of the seed, and of the noise.
            dataset: a `workshop.data.Dataset` that there are reference networks for.
            steps: how many batches of 60 to train on; 2,000 where None.

        Raises:
            Failure: something in it went wrong on the learner's account.
            CheckerError: it took longer than ten times what the reference solution takes.
        """
        size = len(learner.source)
        hint = "An answer is text: what a network knows comes from training, not from the file."
        expect(size <= MOST_BYTES, "the size of the file", f"at most {MOST_BYTES:,} bytes", f"{size:,} bytes", hint)
        self.steps = steps = STEPS if steps is None else steps
        judge = Judge(dataset, learner.cancelled)
        try:
            self._run(learner, rng, dataset.train.images, steps, judge)
        finally:
            judge.close()

    def _run(self, learner, rng, images, steps, judge):
        judge.outputs("classifier", images[:100])  # the first call loads what later ones have
        started = time.perf_counter()
        judge.outputs("classifier", images[:COUNT])
        pace = max(1.0, (time.perf_counter() - started) / PACE_SECONDS)
        gan = learner.call("make_dcgan", int(rng.integers(2**31)), returns="reference")
        before = self._generator(learner, gan)
        self.untrained = judge.card(self._draw(before, rng, UNTRAINED))
        images = images[: min(len(images) // BATCH, steps) * BATCH]
        real = learner.call("prepare", images, returns="reference")
        limit = MOST_TIMES * REFERENCE_SECONDS * pace
        started = time.perf_counter()
        try:
            gan.call(
                "fit", real, batch_size=BATCH, epochs=max(steps * BATCH // len(images), 1), verbose=0, about=STEP,
                limits=Limits(cpu_seconds=4 * limit, wall_seconds=limit, memory_gb=6),
            )  # fmt: skip
        except OutOfTime:
            raise CheckerError(
                f"Training took longer than {limit:.0f} s: ten times what the reference solution takes on this machine."
            ) from None
        self.seconds = time.perf_counter() - started
        self.pictures = self._draw(self._generator(learner, gan), rng, COUNT)
        self.card = judge.card(self.pictures)
        learner.figures.update(
            fooled=float(self.card.fooled[-1]), clear=float(self.card.clear), frechet=float(self.card.frechet)
        )

    @staticmethod
    def _generator(learner, gan):
        """The generator of the learner's GAN, which is to be one of those that other checks have looked at."""
        generator, what = gan.get("generator"), "the generator of make_dcgan()"
        if not isinstance(generator, Model):
            raise Failure(what, "a Keras model, as the attribute `generator`", describe(generator))
        shape = generator.input_shape or ()
        fits = len(shape) == 2 and shape[1] is not None and 1 <= shape[1] <= MOST_NOISE
        expect(
            fits, f"the input of {what}", f"noise, (None, latent_dim), of at most {MOST_NOISE:,} numbers", str(shape)
        )
        same = _architecture(generator) == _architecture(learner.build_generator(shape[1]))
        hint = "make_dcgan() is given: it trains what build_generator() builds."
        expect(same, f"the layers of {what}", f"those of build_generator({shape[1]})", "other ones", hint)
        return generator

    @staticmethod
    def _draw(generator, rng, count):
        """Pictures of a `checker.learner.models.Model`, uint8 (count, 28, 28), from noise drawn now."""
        noise = rng.normal(0, 1, (count, generator.input_shape[1])).astype("float32")
        what = "the pictures of the generator of make_dcgan()"
        drawn = expect_array(generator(noise), what, shape=(count, 28, 28, 1))
        expect(np.isfinite(drawn).all(), what, "finite numbers", "NaN or infinity", "Do the losses stay finite?")
        same = np.allclose(generator(noise[:16]), drawn[:16], atol=1e-4)
        expect(
            same, f"{what}, for the same noise once more", "the same", "other ones", "All chance comes from the noise."
        )
        return to_bytes(drawn)


def _architecture(model):
    """What of a model's layers does not change when it is trained."""
    return [(layer["type"], layer["output_shape"], layer["weights"]) for layer in model.layers]
