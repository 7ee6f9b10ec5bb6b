"""Whether both networks run in training mode, and move in each step."""

import numpy as np

from checker.rubric.adversarial.game import BIAS, Game
from checker.rubric.expect import expect

RATE, SHIFT, HUGE = 1e-3, 0.4, 1e12  # of the step in which one sees who is in training mode
LATENT, SPREAD = 5, 2.8  # of the noise; of logits, so that the slopes of their losses differ


def expect_training_mode(learner, gan, rng):
    """Fail unless both halves of a step call both networks in training mode, as batch normalization shows."""
    hint = "Call both networks with training=True, in both halves of the step: they learn from normalized batches."
    images = rng.uniform(-1, 1, (8, *gan.image)).astype("float32")
    kernel, w = rng.normal(0, 1, (LATENT, gan.pixels)), rng.normal(0, SPREAD / np.sqrt(gan.pixels), gan.pixels)

    games = {
        network: Game(learner, gan, LATENT, RATE, 1.0, normalized=network, run_eagerly=True)
        for network in ("generator", "judge")
    }

    def step(network, w, variance, kernel=kernel, images=images):
        """How the weights move in a step; `variance` is what the running average of the variance begins with."""
        game = games[network]
        game.set(kernel, np.full(gan.pixels, 2.0), w, BIAS, beta=SHIFT, variance=variance)
        before = game.weights()
        game.step(images)
        return before, game.weights()

    def expect_mode(right, what):
        expect(right, what, "those of a network in training mode", "those of one that uses its moving averages", hint)

    def expect_moved(moved, least, linear, what):
        expect_mode(moved < least if linear else moved > least, what)

    # What normalization by the batch makes has always the same sum. So where a loss is linear in the logits, nothing in
    # front of it has a slope, and one sees who is in training mode by what stays. Elsewhere a huge running variance
    # leaves next to no influence to what it is taken for.
    g_linear, d_linear = _linear(gan.objective.generator_slope), _linear(gan.objective.real_slope)
    g_variance, d_variance = (1 if linear else HUGE for linear in (g_linear, d_linear))

    def unevenly(w, variance, settings):
        before, after = step("judge", w, variance, **settings)
        return np.ptp((after.judge[4] - before.judge[4])[: gan.pixels]) / RATE

    # The generator. In training mode the mean fake image is the normalization's shift, whatever the noise.
    before, after = step("generator", 0 * w, 1)
    moved = np.abs(after.generator[4] - before.generator[4]).max()
    expect(moved > 1e-6, "the generator's batch statistics after a step", "different from before", "the same", hint)
    mean_real, slope = images.reshape(8, -1).mean(axis=0), -after.judge[0][: gan.pixels, 0] / RATE
    mean_fake = (slope - gan.objective.real_slope(BIAS) * mean_real) / gan.objective.fake_slope(BIAS)
    expect_mode(np.abs(mean_fake - SHIFT).max() < 0.05, f"the fake images in the {gan.judge}'s half of a step")
    before, after = step("generator", w, g_variance)
    kernel_moved, shift_moved = (np.abs(after.generator[i] - before.generator[i]).max() for i in (0, 3))
    what = "the fake images in the generator's half of a step"
    expect_moved(kernel_moved, 1e-4 * shift_moved, g_linear, what)

    # What judges.
    before, after = step("judge", w, g_variance)
    moved = np.abs(after.judge[2] - before.judge[2]).max()
    expect(moved > 1e-6, f"the {gan.judge}'s batch statistics after a step", "different from before", "the same", hint)
    generator_moved = np.abs(after.generator[0] - before.generator[0]).max()
    # What moves all of w alike is the normalization's shift. Of images that are all alike, normalization by the batch
    # leaves nothing else: then what moves w unevenly comes from the others.
    # A hinge has other slopes only far out, which lies on both sides where w has the mean 0.
    wide = w if gan.objective.real_slope(9.0) else 10 * (w - w.mean())
    for which, settings in (
        ("real", {"kernel": 0 * kernel}),
        ("fake", {"images": np.repeat(images[:1], len(images), axis=0)}),
    ):
        moved = unevenly(wide, d_variance, settings)
        # Where real and generated images go through it in one call, they are normalized together: then they move w
        # unevenly, which they would not do by these running averages.
        if not (d_linear and moved >= 1e-3 and unevenly(wide, HUGE, settings) > 1e-3):
            expect_moved(moved, 1e-3, d_linear, f"the {which} logits in the {gan.judge}'s half of a step")
    what = "the logits in the generator's half of a step"
    if not gan.alone:
        hint += f" A {gan.judge} whose `trainable` is False uses its moving averages even then."
        expect_moved(generator_moved, 1e-4 * np.abs(w).max(), g_linear, what)
        return
    # Where nothing may normalize by the batch, a step may freeze what judges: that makes a difference for averages
    # only. What is dropped in training shows itself: by the pixels that are left, an image does not move along w.
    game = Game(learner, gan, LATENT, RATE, 1.0, dropped=0.5, run_eagerly=True)
    game.set(kernel, np.full(gan.pixels, 2.0), w, BIAS)
    before, _, after = game.weights(), game.step(images), game.weights()
    moved, along = after.generator[1] - before.generator[1], after.judge[0][: gan.pixels, 0]
    expect_mode(moved @ along < 0.98 * np.linalg.norm(moved) * np.linalg.norm(along), what)


def expect_repeatable(learner, gan, rng):
    """Fail unless each of three steps moves all trainable weights of both networks; no others move."""
    images = rng.uniform(-1, 1, (4, *gan.image)).astype("float32")
    # So slow that nothing saturates, so fast that float32 shows it: by 80 times its rounding at least (500 seeds).
    rates = RATE, 1000 * RATE
    game = Game(learner, gan, LATENT, *rates, deep=True, run_eagerly=True)
    game.shuffle(rng)
    for count in range(1, 4):
        for name, moved in _moved(game, images).items():
            what = f"the change of the {name} in step {count}"
            expect(
                any(moved),
                what,
                "it moves in each step",
                "it stays as it is",
                "Do you set its `trainable` to False, and never back to True? With a tape, no network needs freezing.",
            )
            expect(
                all(moved),
                what,
                "all of its trainable weights move",
                f"{sum(moved)} of {len(moved)} arrays of them move",
                "A network may have several layers, with kernels and biases: take the gradients of its loss with"
                " respect to all of trainable_weights, and apply them to all.",
            )
    game = Game(learner, gan, LATENT, *rates, deep=True, frozen=True, run_eagerly=True)
    game.shuffle(rng)
    networks = {gan.judge: game.judge, "generator": game.generator}
    trainable = {name: _count(network.get("trainable_weights")) for name, network in networks.items()}
    for name, moved in _moved(game, images).items():
        # A step may thaw a network: then all of it is trainable.
        thawed = _count(networks[name].get("trainable_weights")) != trainable[name]
        expect(
            thawed or not any(moved[index] for index in game.FROZEN),
            f"the change of a {name} that has a frozen layer",
            "its trainable weights move, and no others",
            "those of the frozen layer move as well",
            "Some weights of a network may be frozen: trainable_weights leaves them out.",
        )


def _count(value):
    """How many there are; what comes is the learner's word."""
    return len(value) if isinstance(value, (list, tuple)) else None


def _moved(game, images):
    """Which of its arrays of weights a step moves: `{network: [bool, ...]}`."""
    before = game.weights()
    game.step(images)
    after = game.weights()
    return {
        name: [bool((old != new).any()) for old, new in zip(*arrays, strict=True)]
        for name, arrays in (
            (game.gan.judge, (before.judge, after.judge)),
            ("generator", (before.generator, after.generator)),
        )
    }


def _linear(slope):
    """Whether a loss has the same slope everywhere."""
    return bool(np.ptp(slope(np.array([-9.0, 9.0]))) == 0)
