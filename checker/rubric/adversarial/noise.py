"""The noise of training steps, read from how the weights moved."""

import numpy as np

from checker.failures import Failure
from checker.rubric.adversarial.game import BIAS, Game
from checker.rubric.expect import expect


class VisibleNoise:
    """The noise of several steps, read from how the weights moved.

    The generator shows its noise in the first pixels and draws nothing else; what judges looks only at the last pixel,
    so that all logits are its bias. Then w moves by a known multiple of the mean fake picture, and that pixel's
    column of K by one of the mean noise: whether the generator is judged before or after the update of what judges.

    Attributes:
        d_noise, g_noise: float64 (steps, latent_dim), noise of the judge's and of the generator's half of each step:
            the mean over the batch, times the square root of the batch size.
    """

    LATENT, D_RATE, G_RATE = 64, 1e-3, 1.0

    def __init__(self, learner, gan, batches, seed=1, fit=False):
        """Take a step for each batch size in `batches`: by hand, or by `fit`, which makes a graph of it."""
        self.gan = gan
        self.game = Game(learner, gan, self.LATENT, self.D_RATE, self.G_RATE, seed=seed, run_eagerly=not fit)
        self.d_noise, self.g_noise = np.array([self._step(count, fit) for count in batches]).transpose(1, 0, 2)

    def _step(self, count, fit):
        pixels, objective = self.gan.pixels, self.gan.objective
        w = np.zeros(pixels)
        w[-1] = 1
        self.game.set(np.eye(self.LATENT, pixels), np.zeros(pixels), w, BIAS)
        self.game.step(np.zeros((count, *self.gan.image), dtype="float32"), fit=fit)
        after = self.game.weights()
        d_noise = -after.judge[0][: self.LATENT, 0] / self.D_RATE / objective.fake_slope(BIAS)
        g_noise = -after.generator[0][: self.LATENT, pixels - 1] / self.G_RATE / objective.generator_slope(BIAS)
        return d_noise * np.sqrt(count), g_noise * np.sqrt(count)


def expect_noise(learner, gan):
    """Fail unless both halves of a step draw noise from N(0, 1), anew in each step, by the seed generator."""
    noise = VisibleNoise(learner, gan, [1] * 8 + [8] * 4)
    for half, values in ((gan.judge, noise.d_noise), ("generator", noise.g_noise)):
        what = f"the noise in the {half}'s half of a step"
        similar = np.abs(np.corrcoef(values[:8]) - np.eye(8)).max() if values[:8].std(axis=1).all() else 1
        expect(
            similar < 0.9,
            what,
            "other numbers in each step",
            "the same numbers again" if similar > 0.999 else "much the same numbers again",
            "Draw it inside train_step: a seed generator goes on by itself from call to call.",
        )
        single, spread, far = values[:8], float(values[:8].std()), float((np.abs(values[:8]) > 2).mean())
        right = abs(single.mean()) < 0.3 and 0.8 < spread < 1.2 and 0.005 < far < 0.12
        hint = "Draw it from the normal distribution, mean 0 and deviation 1: keras.random.normal."
        if spread < 0.45 and abs(single.mean()) < 0.1:  # a mean over k pictures has the deviation 1 / sqrt(k)
            hint = (
                "So small is the mean over a batch of many pictures, but this one has a single one: are there as many"
                " rows of noise as pictures in the batch?"
            )
        expect(
            right,
            what,
            "mean 0, deviation 1, about 5 % of the numbers beyond 2",
            f"mean {single.mean():.2f}, deviation {spread:.2f}, {far:.0%} beyond 2",
            hint,
        )
        expect(
            values[8:].std() < 1.6,
            what,
            "other numbers for each picture of a batch",
            "much the same for all of them",
            "Its shape is (n, latent_dim): a row of its own for each picture.",
        )
    again, other = VisibleNoise(learner, gan, [1]), VisibleNoise(learner, gan, [1], seed=2)
    expect(
        np.allclose(again.d_noise, noise.d_noise[:1], atol=0.05),
        f"the noise in the first step of a second {gan.name} with the same seed",
        "the same numbers",
        "other numbers",
        "Draw it by keras.random and pass seed=self.seed_generator, so that a run can be repeated.",
    )
    expect(
        not np.allclose(other.d_noise, noise.d_noise[:1], atol=0.05),
        f"the noise of a {gan.name} with another seed",
        "other numbers",
        "the same numbers",
        f"Pass seed=self.seed_generator: its seed is the one that {gan.name} was given.",
    )


def expect_fits(learner, gan):
    """Fail unless `fit` trains both networks, in a graph, on batches whose size is not known beforehand."""
    try:
        noise = VisibleNoise(learner, gan, [4, 4, 7], fit=True)
    except Failure as failure:
        failure.what = "what fit() does with train_step()"
        raise
    for name, values in ((gan.judge, noise.d_noise), ("generator", noise.g_noise)):
        expect(np.isfinite(values).all(), f"the weights of the {name} after fit()", "finite numbers", "NaN or infinity")
        expect(
            np.abs(values).max(axis=1).min() > 1e-3,
            f"the weights of the {name} after fit()",
            "other ones than before",
            "the same",
            "The step moves it when called by hand, but not in the graph that fit makes of it.",
        )
        expect(
            not np.allclose(values[0], values[1], atol=0.01),
            f"the noise in the {name}'s half of a step of fit()",
            "other numbers in each step",
            "the same numbers again",
            "fit runs the Python of train_step once, to make a graph of it. What NumPy or a counter in Python gives"
            " then is part of the graph for ever: keras.random with self.seed_generator is not.",
        )
