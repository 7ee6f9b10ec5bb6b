"""Formulas for labels, on arrays: rows of zeros and ones, and the projection of features on vectors of classes."""

import numpy as np

from checker.failures import Failure
from checker.rubric.diagnosis import diagnose
from checker.rubric.expect import array_like, expect_array


def expect_one_hot(learner, function, classes, rng):
    """Fail unless the function turns labels (n,) into rows, float32 (n, classes): 1 at its place, 0 elsewhere."""
    for labels in _batches(classes, rng):
        for tensors in (False, True):
            right, what = _rows(labels, classes), f"the rows that {function}() returned for {_shown(labels)}"
            got = _called(learner, function, labels, tensors=tensors)
            shape_hint = f"Return a row of {classes} numbers for each label: the classes are 0 to {classes - 1}."
            expect_array(got, what, shape=right.shape, hint=shape_hint)
            expect_array(got, what, dtype="float32", hint="Networks compute with float32: give the rows this dtype.")
            known = {
                "Ones and zeros are swapped.": 1 - right,
                "The classes start at 0: the row of label 0 has its 1 at the first position.": [
                    each for by in (1, -1) for each in (np.roll(right, by, axis=1), _rows(labels + by, classes))
                ],
                "The position is right, but the number there is the label itself: put a 1.": right
                * labels[:, np.newaxis],
                "All rows have their 1 at the first position: an argmax over an axis of length 1 is always 0.": (
                    _rows(0 * labels, classes)
                ),
            }
            expect_array(got, what, close_to=right, hint=diagnose(got, known, "The row of 3 is 0, 0, 0, 1, 0, ..."))


def expect_projection(learner, function, classes, rng):
    """Fail unless the function is the projection f . w + b + f . V[y] (Miyato and Koyama, 2018, section 3).

    It is called with features (n, d), labels (n,), class vectors (classes, d), weight (d,) and bias, a number.
    """
    for labels in _batches(classes, rng):
        features, vectors, weight, bias = _drawn(labels, classes, rng)
        what = f"the logits that {function}() returned for {_shown(labels)}"
        for tensors in (False, True):
            got = _called(learner, function, features, labels, vectors, weight, bias, tensors=tensors)
            _expect_logits(got, what, features, labels, vectors, weight, bias)
        got = _called(learner, function, features, labels, 0 * vectors, weight, bias)
        hint = "When all class vectors are zero, only a dense layer is left: f . weight + bias."
        right = features @ weight[:, np.newaxis] + bias
        expect_array(got, f"{what}, with all class vectors zero", close_to=right, rtol=1e-3, atol=1e-3, hint=hint)
        far = 100 * features
        got = _called(learner, function, far, labels, vectors, weight, -bias)
        told = f"{what}, for large features and a bias below 0"
        _expect_logits(got, told, far, labels, vectors, weight, -bias)
        order = rng.permutation(len(labels))
        got = _called(learner, function, features[order], labels[order], vectors, weight, bias)
        _expect_logits(got, f"{what}, in another order", features[order], labels[order], vectors, weight, bias)


def expect_integer_types(learner, one_hot, projection, classes, integers, rng):
    """Fail unless both functions take labels of these integer types, in arrays and in tensors."""
    labels = rng.permutation(classes)
    features, vectors, weight, bias = _drawn(labels, classes, rng)
    right = _rows(labels, classes)
    for kind in integers:
        given = labels.astype(kind)
        hint = (
            f"Data sets store labels as bytes. If an operation refuses {kind}, cast the labels to int32:"
            " keras.ops.cast."
        )
        for tensors in (False, True):
            try:
                got = _called(learner, one_hot, given, tensors=tensors)
                expect_array(got, f"what {one_hot}() returned for labels of {kind}", close_to=right, hint=hint)
                got = _called(learner, projection, features, given, vectors, weight, bias, tensors=tensors)
                _expect_logits(got, f"the logits for labels of {kind}", features, labels, vectors, weight, bias)
            except Failure as failure:
                failure.hint = failure.hint or hint
                raise


def _expect_logits(got, what, features, labels, vectors, weight, bias):
    plain, of_class = features @ weight + bias, (features * vectors[labels]).sum(axis=1)
    right = (plain + of_class)[:, np.newaxis]
    hint = "Return one logit for each image, as a column: (n, 1)."
    if isinstance(got, np.ndarray) and got.shape == (len(labels), len(vectors)) != right.shape:
        hint = "There is a number for each class: return only that of the image's own class."
    elif isinstance(got, np.ndarray) and got.shape == (len(labels), len(labels)) != right.shape:
        hint = "Every image is combined with every vector: adding (n,) and (n, 1) gives (n, n)."
    expect_array(got, what, shape=right.shape, hint=hint)
    others = {
        "The label is not used: add a third term, with the vector of the image's class.": plain,
        "Only the class's term is there: add the term with the weight for all classes, and the bias.": of_class,
        "The bias is missing.": plain - bias + of_class,
        "The term with the weight for all classes is missing.": of_class + bias,
        "The class's vector is added to the features' weight, but not multiplied by the features.": (
            plain + vectors[labels].sum(axis=1)
        ),
        "All images use the vector of class 0.": plain + features @ vectors[0],
        "Each image uses the vectors of all classes: take only that of its own.": plain
        + features @ vectors.sum(axis=0),
        "This takes a mean: take the sum.": plain + of_class / len(weight),
        "The bias is added once for each feature: add it once for each image.": (
            plain + of_class + bias * (len(weight) - 1)
        ),
    }
    known = {hint: value[:, np.newaxis] for hint, value in others.items()}
    hint = diagnose(got, known, "For a row of features f and its label y: f . weight + bias + f . class_vectors[y].")
    expect_array(got, what, close_to=right, rtol=1e-3, atol=1e-3, hint=hint)


def _called(learner, function, *args, tensors=False):
    """What a function returned; lists of numbers, which are array-like, as float32 arrays."""
    return array_like(learner.call(function, *args, tensors=tensors), "float32")


def _batches(classes, rng):
    """Labels: each class and two more, in some order; a single one; and many."""
    return (
        np.append(rng.permutation(classes), rng.integers(0, classes, 2)).astype("int32"),
        rng.integers(1, classes, 1).astype("int32"),
        rng.integers(0, classes, 3 * classes + 7).astype("int32"),
        rng.integers(0, classes, int(rng.integers(600, 1200))).astype("int32"),
    )


def _drawn(labels, classes, rng):
    """Features, class vectors, weight and bias for labels; so many features that they are not as many as classes."""
    count, size = len(labels), classes + 3
    arrays = rng.normal(0, 1, (count, size)), rng.normal(0, 1, (classes, size)), rng.normal(0, 1, size)
    return *(array.astype("float32") for array in arrays), float(rng.uniform(1, 2))


def _rows(labels, classes):
    return np.equal.outer(labels, np.arange(classes)).astype("float64")


def _shown(labels):
    return f"{len(labels)} labels" if len(labels) > 1 else f"the label {labels[0]}"
