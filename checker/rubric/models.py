"""Looks at rebuilt models that rubrics of all kinds share."""

from itertools import permutations

import numpy as np

from checker.rubric.expect import expect


def expect_fresh(learner, model, *arguments, compiling=""):
    """Fail if a function hands out the same model at each call, one with the weights of another, or a compiled one.

    And if training could not change some of its weights.

    Args:
        learner: a `checker.learner.code.Learner`.
        model: a `checker.learner.models.Model`, what the function returned.
        *arguments: with which it is called again.
        compiling: where compiling is done instead.
    """
    function, live = model.function, model.live
    # Shared weights show when those of the first model have changed; that they are alike at first may be a seed's work.
    changed = [array + 0.37 if array.dtype.kind == "f" else array for array in model.weights]
    live.call("set_weights", changed)
    again = learner.call(function, *arguments)
    live.call("set_weights", model.weights)
    expect(
        again.live.ref.id != live.ref.id,
        "the model of a second call",
        "a new one",
        "the same as before",
        "Build the model inside the function, so that each call starts with fresh weights.",
    )
    shared = [
        mine.shape
        for mine, its in zip(changed, again.weights, strict=False)
        if mine.dtype.kind == "f" and mine.size and mine.shape == its.shape and np.array_equal(mine, its)
    ]
    expect(
        not shared,
        "the weights of a second call's model, after those of the first were changed",
        "weights of its own, freshly initialized",
        f"{len(shared)} of {len(changed)} arrays changed with the first's",
        "Make the layers inside the function: a layer made only once shares its weights among all models.",
    )
    # Constants may stay as they are, such as the kernel of a blur, but for those of zeros, which let nothing through.
    drawn = [place for place in model.fixed if _drawn(model.weights[place], again.weights, place)]
    expect(
        not drawn,
        f"the weights of the model of {function}() that training can change",
        "all but running means and other statistics",
        f"not {len(drawn)} of {len(model.weights)} arrays, such as one of shape "
        f"{model.weights[drawn[0]].shape if drawn else ()}",
        "They would keep the numbers that they begin with. Does a layer have trainable=False, or does"
        " stop_gradient, a rounding, or a cast to integers stand between it and the output?",
    )
    expect(not model.compiled, f"the model of {function}()", "not compiled yet", "compiled", compiling)


def _drawn(array, others, place):
    """Whether weights were drawn, to be learned: they differ from those of a second model, or a kernel is all zeros."""
    if array.dtype.kind != "f" or not array.size:
        return False
    same = place < len(others) and np.array_equal(array, others[place])
    return not same or (array.ndim > 1 and not array.any())


def expect_parameters(model, most, hint):
    """Fail if the model has more parameters than the exercise allows; the hint tells how to count them."""
    count = model.facts["parameters"]
    part = model.function.removeprefix("build_")
    model.note(**{"parameters" if part == "model" else f"{part}_parameters": count})
    expect(count <= most, "the number of parameters", f"at most {most:,}", f"{count:,}", hint)


def expect_input(model, what, *shapes, expected="", hint=""):
    """Fail unless a model takes any number of inputs of the given shapes; of those with axes, of float numbers.

    Args:
        model: a `checker.learner.models.Model`.
        what: names its input in the message.
        *shapes: of one example each, such as `(h, w, c)`; several for a model of several inputs, in their order.
        expected: what the message says was expected, in front of the shapes.
        hint: shown where it takes others.
    """
    found = [each["shape"] or [] for each in model.facts["inputs"]]
    wanted = [(None, *shape) for shape in shapes]
    fits = _all_fit(found, wanted)
    if not fits and any(_all_fit(found, other) for other in permutations(wanted)):
        hint = "These are the right inputs in the wrong order. The checker passes them in the order above."
    got = "several inputs" if len(found) != 1 == len(wanted) else _shapes(found) or "none"
    expect(fits, what, f"{expected}{_shapes(wanted)}", got, hint)
    for each in model.facts["inputs"]:
        dtype, hint = each["dtype"], "Leave out dtype: what comes in are float32 numbers, which whole numbers cut off."
        told = each["shape"] in ([None], [None, 1])  # a class or a number, beside noise or images
        expect(told or "float" in dtype, f"the dtype of {what}", "float32", dtype, hint)


def _all_fit(found, wanted):
    return len(found) == len(wanted) and all(
        len(have) == len(want) and all(n in (None, m) for n, m in zip(have, want, strict=True))
        for have, want in zip(found, wanted, strict=True)
    )


def expect_integers(model, what, index, hint):
    """Fail unless the input at that place takes integers; `what` names it, and `hint` is shown where it does not."""
    dtype = model.facts["inputs"][index]["dtype"]
    expect("int" in dtype, f"the dtype of {what}", "int32", dtype, hint)


def _shapes(shapes):
    return ", ".join(str(tuple(shape)) for shape in shapes)


def fit_arguments(arrays):
    """How `fit` is given up to three arrays that a step of training gets as one tuple, in their order.

    Returns:
        Positional arguments, a list, and named ones, a dict: Keras hands the third on as weights of examples.
    """
    return arrays[:2], dict(zip(("sample_weight",), arrays[2:], strict=False))
