"""Formulas for labels, on arrays: rows of zeros and ones, and the projection of features on vectors of classes."""

from contextlib import suppress

import numpy as np

from checker.failures import Failure
from checker.rubric.diagnosis import diagnose
from checker.rubric.expect import expect_array


def expect_one_hot(learner, function, classes, rng):
    """Fail unless the function turns labels (n,) into rows, float32 (n, classes): 1 at its place, 0 elsewhere."""
    for labels in _batches(classes, rng):
        for tensors in (False, True):
            right, what = _rows(labels, classes), f"the rows that {function}() returned for {_shown(labels)}"
            got = _called(learner, function, labels, tensors=tensors)
            shape_hint = f"A row for each label, and {classes} numbers in it: the classes are 0 to {classes - 1}."
            expect_array(got, what, shape=right.shape, hint=shape_hint)
            expect_array(
                got, what, dtype="float32", hint="Networks compute with float32: let the rows have that dtype."
            )
            known = {
                "Ones and zeros have changed places.": 1 - right,
                "The classes begin at 0: the label 0 has its 1 in the first place.": [
                    each for by in (1, -1) for each in (np.roll(right, by, axis=1), _rows(labels + by, classes))
                ],
                "The place is right, the number there is the label itself: wanted is 1.": right * labels[:, np.newaxis],
                "All rows have their 1 in the first place: an argmax over an axis of one place is always 0.": (
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
        hint = "Where all class vectors are zero, what is left is a dense layer: f . weight + bias."
        right = features @ weight[:, np.newaxis] + bias
        expect_array(got, f"{what}, where all class vectors are zero", close_to=right, rtol=1e-3, atol=1e-3, hint=hint)
        far = 100 * features
        got = _called(learner, function, far, labels, vectors, weight, bias)
        _expect_logits(got, f"{what}, for large features", far, labels, vectors, weight, bias)
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
        hint = f"Data sets have labels as bytes. What does not take {kind} takes int32: keras.ops.cast."
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
    hint = "One logit for each image, in a column of its own: (n, 1)."
    if isinstance(got, np.ndarray) and got.shape == (len(labels), len(vectors)) != right.shape:
        hint = "There is a number for each class: only that of the image's own class is wanted."
    elif isinstance(got, np.ndarray) and got.shape == (len(labels), len(labels)) != right.shape:
        hint = "Each image meets each vector here: where (n,) and (n, 1) are added, (n, n) comes out."
    expect_array(got, what, shape=right.shape, hint=hint)
    others = {
        "The label plays no part: a third term takes the vector of the image's class.": plain,
        "Only the class's term is there: the weight for all classes, and the bias, come on top.": of_class,
        "The bias is missing.": plain - bias + of_class,
        "The term with the weight for all classes is missing.": of_class + bias,
        "The class's vector is added to the features' weight, but not multiplied by the features.": (
            plain + vectors[labels].sum(axis=1)
        ),
        "All images take the vector of class 0.": plain + features @ vectors[0],
        "Each image takes the vectors of all classes: wanted is that of its own.": plain
        + features @ vectors.sum(axis=0),
        "The mean is taken where a sum is wanted.": plain + of_class / len(weight),
        "The bias is added for each feature: it is one number for each image.": (
            plain + of_class + bias * (len(weight) - 1)
        ),
    }
    known = {hint: value[:, np.newaxis] for hint, value in others.items()}
    hint = diagnose(got, known, "With f a row of features, and y its label: f . weight + bias + f . class_vectors[y].")
    expect_array(got, what, close_to=right, rtol=1e-3, atol=1e-3, hint=hint)


def _called(learner, function, *args, tensors=False):
    """What a function returned; lists of numbers, which are array-like, as float32 arrays."""
    found = learner.call(function, *args, tensors=tensors)
    if isinstance(found, (list, tuple)):
        with suppress(TypeError, ValueError, OverflowError):  # not of numbers, or rows of unequal length
            return np.array(found, dtype="float32")
    return found


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
