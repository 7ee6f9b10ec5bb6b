"""The learner's own two networks, trained against each other on pictures that are easy to learn."""

import numpy as np

from checker.rubric.adversarial.game import IMAGE, STEP, TRAINING
from checker.rubric.expect import expect

MOST_REMAINING = 0.9


class Duel:
    """The learner's own two networks, trained against each other for some steps on pictures that are easy to learn.

    All show one bright rectangle, in a place that is drawn for the run, more or less bright. Where the two do not come
    nearer they begin anew: of right answers, the deepest discriminator misses one beginning in twenty (20 seeds: 0.02
    to 0.19, and once 1.57), while wrong ones that this is to find stay where they are (24 runs: 0.97 to 1.44).

    Attributes:
        unmoved: whether the discriminator's weights stayed as they were.
        remaining: how far the mean generated picture is from the mean real one, relative to that before training.
    """

    STEPS, BATCH, TRIES = 200, 32, 3

    def __init__(self, learner, rng):
        (top, left), (height, width) = rng.integers(3, 12, 2), rng.integers(8, 14, 2)
        images = np.full((self.BATCH, *IMAGE), -1.0)
        images[:, top : top + height, left : left + width] = rng.uniform(0.4, 1, (self.BATCH, 1, 1, 1))
        images = np.clip(images + rng.normal(0, 0.05, images.shape), -1, 1).astype("float32")
        self.remaining = np.nan
        for seed in range(1, self.TRIES + 1):
            self.remaining = float(np.fmin(self.remaining, self._train(learner, seed, images, rng)))
            if self.remaining < MOST_REMAINING or self.unmoved:
                break

    def _train(self, learner, seed, images, rng):
        gan = learner.call("make_dcgan", seed, returns="reference")
        before, old_discriminator = gan.get("generator"), gan.get("discriminator")
        gan.call(
            "compile",
            d_optimizer=learner.keras("optimizers.Adam", 1e-3, beta_1=0.5),
            g_optimizer=learner.keras("optimizers.Adam", 1e-3, beta_1=0.5),
            jit_compile=False,  # compiling takes longer than these few steps
            about="DCGAN.compile",
        )
        tiled = np.tile(images, (self.STEPS, 1, 1, 1))
        gan.call("fit", tiled, batch_size=self.BATCH, verbose=0, shuffle=False, about=STEP, limits=TRAINING)
        after, discriminator = gan.get("generator"), gan.get("discriminator")
        self.unmoved = all(map(np.array_equal, old_discriminator.weights, discriminator.weights))
        latent_dim = before.input_shape[1]
        noise = rng.normal(0, 1, (64, latent_dim)).astype("float32")
        distances = [
            np.linalg.norm(model(noise, training=True).mean(axis=0) - images.mean(axis=0)) for model in (before, after)
        ]
        return float(distances[1] / distances[0])


def expect_learns(duel):
    """Fail unless the two networks brought the generator's pictures nearer to the real ones.

    Args:
        duel: what `learner.beside` returned for a `Duel`; call it to have it.
    """
    duel = duel()
    remaining = duel.remaining
    expect(
        remaining < MOST_REMAINING,
        f"how far the mean generated picture is from the mean real one, after {Duel.STEPS} steps on easy pictures",
        f"at most {MOST_REMAINING:.0%} of what it was before",
        f"{remaining:.0%}" if np.isfinite(remaining) else "NaN",
        "The discriminator's weights stay as they began: what sets its `trainable` to False?"
        if duel.unmoved
        else "Each part works by itself: do the generator's pictures lie in the range that prepare() makes, and does"
        " each network pass a gradient from its end to its beginning?",
    )
