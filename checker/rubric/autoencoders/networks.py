"""What an autoencoder's networks, and its critic, can tell and make: codes of their own numbers, all shades."""

import numpy as np

from checker.rubric.expect import expect
from checker.rubric.graphs import random_weights
from checker.text import number

IMAGES = 64  # more than a code has numbers
LEAST = 1e-4  # of the largest singular value: where codes have fewer numbers than it seems, rounding leaves a hundredth
MAKES = 8  # of random weights, before some numbers are said to follow from others
# Sizes of kernels, and of biases and scales, as parts of those of ordinary random weights. Usual networks reach both
# ends within three; what squares its numbers comes near 0 with small ones only.
SIZES = [(kernels, others) for kernels in (1, 3, 0.1, 10) for others in (1, 0.01, 5)] * 2


def expect_whole_code(encoder, rng, images):
    """Fail unless no number of a code follows from the others, as sums of their multiples.

    It is looked at with random weights, of several makes: with some, a ReLU is silent for all images.

    Args:
        encoder: a `checker.learner.models.Model`, images -> (n, latent_dim).
        rng: `numpy.random.Generator`.
        images: float32 (n, h, w, c), more than a code has numbers.
    """
    rank = 0
    for _ in range(MAKES):
        codes = random_weights(encoder, rng)(images).astype("float64")
        size, lengths = codes.shape[1], np.linalg.svd(codes - codes.mean(axis=0), compute_uv=False)
        rank = max(rank, np.count_nonzero(lengths > LEAST * lengths[0]))
        if rank == size:
            return
    expect(
        False,
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
    for kernels, others in SIZES:
        drawn = random_weights(model, rng)
        found = drawn.with_weights(
            [
                (array * (kernels if array.ndim > 1 else others)).astype(array.dtype)
                if array.dtype.kind == "f"
                else array
                for array in drawn.weights
            ]
        )(inputs)
        low, high = min(low, float(found.min())), max(high, float(found.max()))
        if low < ends[0] and high > ends[1]:
            return
    got = f"from {number(low)} to {number(high)}, with {len(SIZES)} sets of random weights"
    right = f"some below {number(ends[0])} and some above {number(ends[1])}, with one set of weights or another"
    expect(False, what, right, got, hint)
