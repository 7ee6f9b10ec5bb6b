"""Looks at what a classifier returns: shapes, logits, and whether anything in it is nonlinear."""

import numpy as np

from checker.rubric.expect import expect, expect_array
from checker.rubric.layers import last_with_weights, provoked
from checker.rubric.models import expect_input
from checker.text import number


def expect_outputs(model, task, rng):
    """Fail unless the model turns any number of images into that many rows of float32 numbers, all finite.

    Args:
        model: a `checker.learner.models.Model`.
        task: a `checker.rubric.classifiers.task.Task`: how large the images are, and how many numbers stand in a row.
        rng: `numpy.random.Generator`.
    """
    expect_input(
        model,
        "the input of the model",
        task.image,
        expected="any number of pictures: ",
        hint="keras.Input takes the shape of one picture, channel included.",
    )
    for count in (5, 1):
        scores = model(rng.random((count, *task.image), dtype="float32"))
        expect_array(
            scores,
            f"the output for {count} picture{'s' * (count > 1)}",
            shape=(count, task.classes),
            dtype="float32",
            hint=_hint_for_shape(scores, task),
        )
        expect(np.isfinite(scores).all(), "the output", "finite numbers", "NaN or infinity")


def _hint_for_shape(scores, task):
    if isinstance(scores, np.ndarray) and scores.ndim == 4:
        return "Height and width are still there: a dense layer works on the last axis only. What makes it one row?"
    if isinstance(scores, np.ndarray) and scores.shape[1:] == (1,):
        return f"Not the {task.thing} itself, but a score for each of the {task.number}: the highest wins."
    return f"One row a picture, one number a {task.thing}."


def expect_nonlinear(model, task, rng):
    """Fail if all layers but the last, taken together, are one linear map."""
    last = last_with_weights(model.layers)
    before = last["name"] if last and last["top"] else None
    a, b = rng.normal(0, 1, (2, 64, *task.image)).astype("float32")
    at_a, at_b, at_sum, at_zero = (model(x, before=before).astype("float64") for x in (a, b, a + b, 0 * a))
    # Whatever is linear, bias included, has f(a) + f(b) = f(a + b) + f(0).
    difference = np.abs(at_a + at_b - at_sum - at_zero).max() / (np.abs(at_sum - at_zero).max() + 1e-12)
    expect(
        difference > 1e-3,
        "f(a) + f(b) - f(a + b) - f(0), f being all layers but the last",
        "not zero",
        f"{number(difference)} of f's own size",
        "Layers in a row are one linear map unless something nonlinear stands between them.",
    )


def expect_logits(model, task, rng):
    """Fail if what the model returns is bounded, as probabilities are: logits are any real number.

    Whatever stands at the end is provoked: the weights of the last layer that has some are made so large that its
    scores lie far out on both sides, which shows in logits as it is, and which an activation would hide.
    """
    images = rng.random((32, *task.image), dtype="float32")
    changed = provoked(model, task.classes)
    scores = (changed or model)(images)
    sums, low, high = scores.sum(axis=1), scores.min(), scores.max()
    hint = "The loss applies softmax itself: give the last layer no activation."
    expect(
        not np.allclose(sums, 1, atol=1e-3),
        f"the sum of the {task.number} scores of a picture",
        "any number",
        "1.0 for every picture",
        f"That is a softmax. {hint}",
    )
    if not changed:
        return  # small scores prove nothing: they may be small because the weights are
    for (lowest, highest), name in {(0, 1): "a sigmoid's range", (-1, 1): "a tanh's range"}.items():
        expect(
            low < lowest or high > highest,
            "the range of the scores, with weights that make them large",
            "any number",
            f"from {number(low)} to {number(high)}: {name}",
            hint,
        )
    expect(
        low < 0,
        "the lowest score, with weights that make half of them negative",
        "below zero",
        number(low),
        f"Something cuts off what is negative, as ReLU does. {hint}",
    )
