"""Whether `fit`, which makes a graph of a training step, does what the step does when it is called by hand."""

import numpy as np

from checker.rubric.adversarial.game import Game
from checker.rubric.expect import expect

LATENT, RATES, BATCH, COUNT = 5, (0.02, 0.3), 4, 7  # the last batch is a smaller one
# What two ways to compute the same may differ by: a share of how far an array of weights moved, and of its numbers.
ALIKE, ROUNDED = 1e-2, 2e-6
HINT = (
    "fit makes a graph of the step, once. Python that asks whether it runs in a graph, or for a value that is not there"
    " yet, takes another way there than by hand: write one way, which does for both."
)


def alike(old, new, other):
    """Whether an array of weights moved to one and the other alike; NaN and infinity are like nothing."""
    moved, apart, size = (float(np.abs(each).max()) for each in (new - old, new - other, old))
    return apart <= ALIKE * moved + ROUNDED * (1 + size)


def expect_moved_alike(network, old, by_hand, by_fit):
    """Fail unless two steps of `fit` moved all arrays of a network's weights as two steps by hand did."""
    told = f"the weights of the {network} after two steps of fit()"
    wanted = "those after two steps by hand, with the same seed, weights and images"
    expect(all(map(alike, old, by_hand, by_fit)), told, wanted, "others", HINT)


def expect_as_by_hand(learner, gan, rng, **settings):
    """Fail unless two steps of `fit` move both networks just as two steps by hand do, with the same seed.

    Both networks are normalized by their batches, so that a step that is in training mode only by hand shows as well.

    Args:
        learner: a `checker.learner.code.Learner`.
        gan: a `checker.rubric.adversarial.gan.Gan`.
        rng: `numpy.random.Generator`.
        **settings: further ones of `compile`.

    Returns:
        The `Game` that `fit` trained.
    """
    images = rng.uniform(-1, 1, (COUNT, *gan.image)).astype("float32")
    given = [rng.permutation(values) for values in gan.given(COUNT)]
    # What else a learner's object holds, such as networks of its own, begins alike.
    settings |= {"deep": True, "normalized": "both", "beginning": int(rng.integers(2**31))}
    by_hand = Game(learner, gan, LATENT, *RATES, run_eagerly=True, **settings)
    state = rng.bit_generator.state
    by_hand.shuffle(rng)
    before = by_hand.weights()
    for start in range(0, COUNT, BATCH):
        by_hand.step(images[start : start + BATCH], [values[start : start + BATCH] for values in given])
    wanted = by_hand.weights()
    by_fit = Game(learner, gan, LATENT, *RATES, networks=by_hand, **settings)
    rng.bit_generator.state = state  # the same weights
    by_fit.shuffle(rng)
    by_fit.step(images, given, fit=True, batch_size=BATCH, shuffle=False)
    found = by_fit.weights()
    expect_moved_alike(gan.judge, before.judge, wanted.judge, found.judge)
    expect_moved_alike("generator", before.generator, wanted.generator, found.generator)
    return by_fit
