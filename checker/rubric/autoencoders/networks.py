"""What an autoencoder's networks, and its critic, can tell and make: codes of their own numbers, all shades."""

import numpy as np

from checker.rubric.expect import expect
from checker.rubric.graphs import random_weights
from checker.text import number

IMAGES = 64  # more than a code has numbers
LEAST = 1e-4  # of the largest singular value: where codes have fewer numbers than it seems, rounding leaves a hundredth
TRIES, WIDER = 24, 1.15  # of random weights, each time larger ones; usual networks reach both ends within three


def expect_whole_code(encoder, images):
    """Fail unless no number of a code follows from the others, as sums of their multiples.

    Args:
        encoder: a `checker.learner.models.Model`, images -> (n, latent_dim).
        images: float32 (n, h, w, c), more than a code has numbers.
    """
    codes = encoder(images).astype("float64")
    lengths = np.linalg.svd(codes - codes.mean(axis=0), compute_uv=False)
    rank, size = np.count_nonzero(lengths > LEAST * lengths[0]), codes.shape[1]
    expect(
        rank == size,
        f"the numbers of a code of {size} that say something of their own",
        f"all {size}",
        str(rank),
        f"The others follow from them: does all of an image pass through fewer than {size} numbers on its way, or is a"
        " number repeated?",
    )


def expect_reach(model, inputs, rng, ends, what, hint):
    """Fail unless a network can make numbers as small and as large as it is to learn, with one weight or another.

    Args:
        model: a `checker.learner.models.Model`.
        inputs: of several examples.
        rng: `numpy.random.Generator`.
        ends: `(low, high)`, of which it must come below one and above the other.
        what: names what it makes.
        hint: shown where it does not.
    """
    low, high = np.inf, -np.inf
    for attempt in range(TRIES):
        drawn = random_weights(model, rng)
        found = drawn.with_weights(
            [array if array.ndim < 2 else array * np.float32(WIDER**attempt) for array in drawn.weights]
        )(inputs)
        low, high = min(low, float(found.min())), max(high, float(found.max()))
        if low < ends[0] and high > ends[1]:
            return
    got = f"from {number(low)} to {number(high)}, with {TRIES} sets of random weights"
    expect(False, what, f"below {number(ends[0])} and above {number(ends[1])}, by its weights", got, hint)
