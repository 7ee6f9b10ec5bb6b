"""A learner's losses of two networks that play against each other: their values, for logits near zero and far out."""

import numpy as np

from checker.failures import Failure
from checker.rubric.expect import expect, expect_array
from checker.text import describe, number

FAR_OUT = 100  # logits up to which losses are to be right
MANY_LOGITS = (200, 2000)
MANY = "It is right for small batches: does the code contain a number that should be the batch size?"


def expect_judge_loss(learner, function, objective, rng):
    """Fail unless the function of that name is the loss of the network that judges: `(real, fake)` logits -> scalar."""
    for count in (5, 1, 32, int(rng.integers(*MANY_LOGITS))):
        real, fake = _logits(rng, count), _logits(rng, count)
        got = learner.call(function, real, fake, tensors=True)
        hint = (
            objective.explain_judge_loss(np.mean(got), real, fake) if isinstance(got, np.ndarray) and got.size else ""
        )
        hint = MANY if count >= MANY_LOGITS[0] else hint
        what = f"the loss for {count:,} real and fake {objective.output}{'s' * (count > 1)}"
        expect_loss(got, objective.judge_loss(real, fake), what, hint)
    zero = np.zeros((4, 1), "float32")  # last, for here all mistakes look alike
    got = learner.call(function, zero, zero, tensors=True)
    expect_loss(
        got,
        objective.judge_loss(zero, zero),
        f"the loss where all {objective.output}s are zero",
        "The judge is undecided twice here: about real images and about fakes.",
    )


def expect_generator_loss(learner, function, objective, rng):
    """Fail unless the function of that name is the generator's loss: `fake` logits -> scalar."""
    counts = (5, 1, 32, int(rng.integers(*MANY_LOGITS)))
    for fake in (*(_logits(rng, count) for count in counts), np.zeros((4, 1), "float32")):
        got = learner.call(function, fake, tensors=True)
        hint = objective.explain_generator_loss(np.mean(got), fake) if isinstance(got, np.ndarray) and got.size else ""
        hint = MANY if len(fake) >= MANY_LOGITS[0] else hint
        what = f"the loss for {len(fake):,} {objective.output}{'s' * (len(fake) > 1)}"
        expect_loss(got, objective.generator_loss(fake), what, hint)


def expect_losses_far_out(learner, judge_function, generator_function, objective, judge):
    """Fail unless both losses are right, and finite, far out; `judge` is what the network that judges is called."""
    # Far out, in the middle (what is lost in rounding, or cut off, is seen there), and all of it in one batch.
    far, near, all_of_it = (
        np.full((3, 1), FAR_OUT),
        np.full((3, 1), 8),
        np.linspace(-FAR_OUT, FAR_OUT, 9)[:, np.newaxis],
    )
    for real, fake in ((far, -far), (-far, far), (far, far), (-far, -far), (near, -near), (all_of_it, all_of_it[::-1])):
        arrays = [array.astype("float32") for array in (real, fake)]
        places = [f"{x[0, 0]:.0f}" if np.ptp(x) == 0 else f"{x.min():.0f} to {x.max():.0f}" for x in arrays]
        got = learner.call(judge_function, *arrays, tensors=True)
        what = f"the {judge}'s loss at real {objective.output}s of {places[0]}, fake ones of {places[1]}"
        expect_loss(got, objective.judge_loss(*arrays), what, objective.far_hint)
        got = learner.call(generator_function, arrays[1], tensors=True)
        what = f"the generator's loss at {objective.output}s of {places[1]}"
        expect_loss(got, objective.generator_loss(arrays[1]), what, objective.far_hint)
    # No logit is zero, where a loss that is written with max or abs may have any slope between those beside it.
    logits = np.linspace(-FAR_OUT, FAR_OUT, 8, dtype="float32")[:, np.newaxis]
    for function, count, slopes in (
        (judge_function, 2, (objective.real_slope, objective.fake_slope)),
        (generator_function, 1, (objective.generator_slope,)),
    ):
        for place, slope in enumerate(slopes):
            _, gradients = learner.gradient(function, *[logits] * count, by=place)
            of = objective.output if count == 1 else ("real", "fake")[place] + f" {objective.output}"
            what = f"the gradient of {function}() by {of}s from -{FAR_OUT} to {FAR_OUT}, times their number"
            if gradients[0] is None:
                continue  # nothing leads from one to the other: what comes of it is told where the networks are to move
            got = expect_array(gradients[0], what, logits.shape).astype("float64") * len(logits)
            hint = (
                "The loss is a number, its gradient is none: where() and maximum() hide an infinite value, but what"
                " they hide is followed back as well, and 0 times infinity is NaN. Use softplus."
            )
            expect(np.isfinite(got).all(), what, "finite numbers", "NaN or infinity", hint)
            right = np.broadcast_to(slope(logits.astype("float64")), logits.shape)
            expect_array(got, what, close_to=right, rtol=1e-3, atol=1e-4, hint=objective.far_hint)


def expect_loss(value, right, what, hint, rtol=1e-3):
    """Fail unless a learner's loss is a float32 scalar of that value, up to a share of `rtol`.

    A tensor or a NumPy array without axes is one, and a NumPy number of that dtype. A Python float is none: it has no
    dtype that is float32's, and nothing leads from it back to the weights.
    """
    if value is None:
        raise Failure(what, "one number, a float32 scalar", "None", "Does the function end with `return`?")
    if not isinstance(value, np.ndarray):
        hint = (
            "float() takes it off the tape: return the tensor as it is."
            if isinstance(value, float)
            else "Return the loss itself, a tensor without axes."
        )
        raise Failure(what, "one number, a float32 scalar", describe(value), hint)
    if value.shape != ():
        hint = (
            "Take the mean over the batch."
            if value.size > 1
            else "One axis is left: the mean over all axes has none."
            if value.ndim == 1
            else "Axes are left: the mean over all axes has none."
        )
        raise Failure(f"the shape of {what}", "(), a scalar", str(value.shape), hint)
    if value.dtype.name != "float32":
        hint = "The logits are float32, and keras.ops keeps this dtype: what changes it?"
        raise Failure(f"the dtype of {what}", "float32", value.dtype.name, hint)
    expect(np.isfinite(value), what, number(right), number(value), "Write it with softplus, not with log and exp.")
    # Small losses count as well: what moves a network that is nearly right is their slope.
    expect(np.isclose(value, right, rtol=rtol, atol=1e-5), what, number(right), number(value), hint)


def _logits(rng, count, spread=2):
    return rng.normal(0, spread, (count, 1)).astype("float32")
