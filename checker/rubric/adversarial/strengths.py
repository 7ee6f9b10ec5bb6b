"""Numbers that a generator is told, such as how strongly something is asked for; and the range that its images have."""

import numpy as np

from checker.rubric.adversarial.conditions import LEAST, expect_without_others
from checker.rubric.adversarial.networks import expect_nothing_behind
from checker.rubric.expect import expect
from checker.rubric.graphs import random_weights
from checker.rubric.heads import Head
from checker.text import number

LOW, HIGH, PARTS = -0.25, 2.25, 100  # of the numbers that are tried: below, between, and beyond those of training
STRETCHES = (0, 0.5), (0.5, 1), (1, 1.5), (1.5, 2)
TOLD_APART = (-1, 1), (-0.5, 0.5), (0, 1), (2, 3)
JUMP = 0.3  # of all that the number changes, in a hundredth of its range: of right generators .05 at most


def expect_number_drawn(generator, rng, noise, name, given):
    """Fail unless a generator draws another image for each value of a number, and hardly another for hardly another.

    It is looked at with random weights.

    Args:
        generator: a `checker.learner.models.Model` of several inputs, noise first.
        rng: `numpy.random.Generator`.
        noise: float32 (n, latent_dim).
        name: what messages call the number.
        given: turns numbers, float32 (rows, 1), into all of its inputs but the noise.
    """
    model, tried = random_weights(generator, rng), np.linspace(LOW, HIGH, PARTS + 1)
    rows = np.repeat(noise, len(tried), axis=0)
    numbers = np.tile(tried, len(noise)).astype("float32")[:, np.newaxis]
    images = model(rows, *given(numbers)).reshape(len(noise), len(tried), -1).astype("float64")
    most = np.abs(images - images.mean(axis=(0, 1))).max() + 1e-12
    what = f"the generator's images for the same noise and {name}"
    hint = "Does this input reach the image?"
    alike = np.ptp(images, axis=1).max() < LEAST * most
    expect(not alike, f"{what} from 0 to 2", "a different one for each number", "the same for all", hint)
    for low, high in STRETCHES:
        part = images[:, (tried >= low - 1e-9) & (tried <= high + 1e-9)]
        hint = (
            "A caller may ask for any number, even for one that no training image has: is it rounded, clipped, or"
            " looked up?"
        )
        changes = np.ptp(part, axis=1).max() > LEAST * most
        expect(
            changes,
            f"{what} from {number(low)} to {number(high)}",
            "a different one for each",
            "the same for all",
            hint,
        )
    _expect_other_numbers(model, noise, name, given, most)
    expect_without_others(model, rng, "the generator's images", rows, *given(numbers))
    steps = np.linalg.norm(np.diff(images, axis=1), axis=2)
    jump, place = steps.max(), int(steps.max(axis=0).argmax())
    whole = np.linalg.norm(np.ptp(images, axis=1), axis=1).max()
    here, there = (number(tried[index]) for index in (place, place + 1))
    hint = "A slightly larger number should change the image slightly: is it compared with something, or rounded?"
    expect(jump < JUMP * whole, f"{what} of {here} and {there}", "nearly the same ones", "very different ones", hint)


def _expect_other_numbers(model, noise, name, given, most):
    """Fail if a generator draws the same of two numbers that a square, a size or an end would make one."""
    for one, other in TOLD_APART:
        rows = np.repeat(noise, 2, axis=0)
        numbers = np.tile([one, other], len(noise)).astype("float32")[:, np.newaxis]
        images = model(rows, *given(numbers)).reshape(len(noise), 2, -1).astype("float64")
        hint = (
            "A caller may ask for any number, for one below 0 or beyond 2 as well, and each means something else: is it"
            " clipped, squared, or taken without its sign?"
        )
        what = f"the generator's images for the same noise and {name} of {number(one)} and {number(other)}"
        expect(np.ptp(images, axis=1).max() > LEAST * most, what, "different ones", "the same", hint)


def expect_range(generator, rng, *inputs):
    """Fail unless a generator's images lie in [-1, 1], and can have all of that, whatever its last weights compute.

    Args:
        generator: a `checker.learner.models.Model`.
        rng: `numpy.random.Generator`.
        *inputs: an array (n, ...) for each of its inputs.
    """
    head = Head(generator, rng, *inputs)
    if not head.sources:
        return
    far = np.concatenate([head.at(size) for size in (1, 10, 1000)])
    low, high = float(far.min()), float(far.max())
    what, got = "the range of the generator's images", f"from {number(low)} to {number(high)}"
    if low < -1.001 or high > 1.001:
        hint = "Nothing keeps the pixels in this range: the last layer's activation is tanh."
        expect(False, what, "from -1 to 1", got, hint)
    hint = "Nothing comes out below zero: that is the range of a sigmoid or a ReLU." if low > -0.1 else ""
    hint = hint or "A tanh reaches from -1 to 1: what makes it smaller?"
    expect(low < -0.9 and high > 0.9, what, "from -1 to 1", got, hint)
    expect_nothing_behind(generator, rng, *inputs)
