"""Whether both networks run in training mode, and move in each step."""

import numpy as np

from checker.rubric.adversarial.game import BIAS, IMAGE, PIXELS, Game, flat
from checker.rubric.adversarial.objectives import sigmoid
from checker.rubric.expect import expect

RATE, SHIFT, HUGE = 1e-3, 0.4, 1e12  # of the step in which one sees who is in training mode


def expect_training_mode(learner, rng):
    """Fail unless both halves of a step call both networks in training mode, as batch normalization shows."""
    hint = (
        "Call both networks with training=True, in both halves: else they see other pictures than they were made for."
    )
    images = rng.uniform(-1, 1, (8, *IMAGE)).astype("float32")
    kernel, w = rng.normal(0, 1, (5, PIXELS)), rng.normal(0, 0.1, PIXELS)

    def step(network, w, variance, kernel=kernel, images=images):
        """How the weights move in a step; `variance` is what the running average of the variance begins with."""
        game = Game(learner, 5, RATE, 1.0, normalized=network, run_eagerly=True)
        game.set(kernel, np.full(PIXELS, 2.0), w, BIAS, beta=SHIFT, variance=variance)
        before = game.weights()
        game.step(images)
        return before, game.weights()

    def expect_mode(right, what):
        expect(right, what, "of a network in training mode", "of one that uses its running averages", hint)

    # The generator. In training mode the mean fake picture is the normalization's shift, whatever the noise.
    before, after = step("generator", 0 * w, 1)
    moved = np.abs(after.generator[4] - before.generator[4]).max()
    expect(moved > 1e-6, "the generator's batch statistics after a step", "other ones than before", "the same", hint)
    mean_real, slope = images.reshape(8, -1).mean(axis=0), -after.discriminator[0][:, 0] / RATE
    mean_fake = (slope + sigmoid(-BIAS) * mean_real) / sigmoid(BIAS)
    expect_mode(np.abs(mean_fake - SHIFT).max() < 0.05, "the fake pictures in the discriminator's half of a step")
    # Divided by the root of a huge running variance, the noise would have next to no influence, and K no gradient.
    before, after = step("generator", w, HUGE)
    kernel_moved, shift_moved = (np.abs(after.generator[i] - before.generator[i]).max() for i in (0, 3))
    expect_mode(kernel_moved > 1e-4 * shift_moved, "the fake pictures in the generator's half of a step")

    # The discriminator. With a huge running variance its logits would hardly depend on the pictures.
    before, after = step("discriminator", w, HUGE)
    moved = np.abs(after.discriminator[2] - before.discriminator[2]).max()
    expect(
        moved > 1e-6, "the discriminator's batch statistics after a step", "other ones than before", "the same", hint
    )
    generator_moved = np.abs(after.generator[0] - before.generator[0]).max()
    # What moves all of w alike is the normalization's shift. Of pictures that are all alike, normalization by the batch
    # leaves nothing else: then what moves w unevenly comes from the others.
    for which, settings in (
        ("real", {"kernel": 0 * kernel}),
        ("fake", {"images": np.repeat(images[:1], len(images), axis=0)}),
    ):
        before, after = step("discriminator", w, HUGE, **settings)
        moved = np.ptp(after.discriminator[4] - before.discriminator[4]) / RATE
        expect_mode(moved > 1e-3, f"the {which} logits in the discriminator's half of a step")
    hint += " A discriminator whose `trainable` is False uses its averages even so."
    expect_mode(generator_moved > 1e-4 * np.abs(w).max(), "the logits in the generator's half of a step")


def expect_repeatable(learner, rng):
    """Fail unless a later step moves both networks as the first one did."""
    game = Game(learner, 5, 0.1, 0.1, run_eagerly=True)
    images = rng.uniform(-1, 1, (4, *IMAGE)).astype("float32")
    for count in range(1, 4):
        before = game.weights()
        game.step(images)
        after = game.weights()
        for name in ("discriminator", "generator"):
            expect(
                np.abs(flat(getattr(after, name)) - flat(getattr(before, name))).max() > 0,
                f"the change of the {name} in step {count}",
                "it moves in each step",
                "it stays as it is",
                "Is its `trainable` set to False, and never to True again? A tape needs no frozen networks.",
            )
