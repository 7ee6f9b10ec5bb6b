"""Looks at what a classifier returns: shapes, logits, and whether anything in it is nonlinear."""

import numpy as np

from checker.rubric.expect import expect, expect_array
from checker.rubric.models import last_with_weights
from checker.text import number

IMAGE = (28, 28, 1)
CLASSES = 10


def expect_outputs(model, rng):
    """Fail unless the model turns any number of pictures into that many rows of ten float32 numbers, all finite."""
    shape = model.input_shape
    fits = (
        shape
        and len(shape) == 4
        and all(have in (None, want) for have, want in zip(shape, (None, *IMAGE), strict=True))
    )
    expect(
        fits,
        "the input of the model",
        "any number of pictures: (None, 28, 28, 1)",
        str(tuple(shape)) if shape else "several inputs",
        "keras.Input takes the shape of one picture, channel included.",
    )
    for count in (5, 1):
        scores = model(rng.random((count, *IMAGE), dtype="float32"))
        expect_array(
            scores,
            f"the output for {count} picture{'s' * (count > 1)}",
            shape=(count, CLASSES),
            dtype="float32",
            hint=_hint_for_shape(scores),
        )
        expect(np.isfinite(scores).all(), "the output", "finite numbers", "NaN or infinity")


def _hint_for_shape(scores):
    if isinstance(scores, np.ndarray) and scores.ndim == 4:
        return "Height and width are still there: a dense layer works on the last axis only. What makes it one row?"
    if isinstance(scores, np.ndarray) and scores.shape[1:] == (1,):
        return "Not the digit itself, but a score for each of the ten: the highest wins."
    return "One row a picture, one number a digit."


def expect_nonlinear(model, rng):
    """Fail if all layers but the last, taken together, are one linear map."""
    last = last_with_weights(model.layers)
    before = last["name"] if last and last["top"] else None
    a, b = rng.normal(0, 1, (2, 64, *IMAGE)).astype("float32")
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


def expect_logits(model, rng):
    """Fail if what the model returns is bounded, as probabilities are: logits are any real number.

    Whatever stands at the end is provoked: the weights of the last layer that has some are made so large that its
    scores lie far out on both sides, which shows in logits as it is, and which an activation would hide.
    """
    images = rng.random((32, *IMAGE), dtype="float32")
    provoked = _provoke([array.copy() for array in model.weights], model.layers)
    scores = (model.with_weights(provoked) if provoked else model)(images)
    sums, low, high = scores.sum(axis=1), scores.min(), scores.max()
    hint = "The loss applies softmax itself: give the last layer no activation."
    expect(
        not np.allclose(sums, 1, atol=1e-3),
        "the sum of the ten scores of a picture",
        "any number",
        "1.0 for every picture",
        f"That is a softmax. {hint}",
    )
    if not provoked:
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


def _provoke(weights, layers):
    """Make the last layer's scores large and of both signs; returns the weights, None for a layer of another kind."""
    last = last_with_weights(layers)
    if last is None or not (last["type"] in ("Dense", "EinsumDense", "LayerNormalization") or "Conv" in last["type"]):
        return None
    signs = (-1.0) ** np.arange(CLASSES)
    if weights[-1].shape == (CLASSES,):  # a bias: half of the scores go up, half of them down
        weights[-1][:] = 1000 * signs
    elif weights[-1].ndim > 1 and weights[-1].shape[-1] == CLASSES:
        # Without a bias. Kernels that differ only in their sign give scores that do, whatever comes in.
        weights[-1][...] = 1000 * weights[-1][..., :1] * signs
    else:
        return None
    return weights
