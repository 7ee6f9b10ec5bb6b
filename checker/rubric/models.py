"""Looks at rebuilt models that rubrics of all kinds share."""

from checker.rubric.expect import expect


def expect_fresh(model, again, function, compiling=""):
    """Fail if a function hands out the same model at each call, or a compiled one.

    Args:
        model, again: what two calls of the function returned.
        function: its name.
        compiling: where compiling is done instead.
    """
    expect(
        again.live.ref.id != model.live.ref.id,
        "the model of a second call",
        "a new one",
        "the same as before",
        "Build the model inside the function, so that each call begins with fresh weights.",
    )
    expect(not model.compiled, f"the model of {function}()", "not compiled yet", "compiled", compiling)


def expect_parameters(model, most, hint):
    """Fail if the model has more parameters than the exercise allows; the hint tells how to count them."""
    count = model.facts["parameters"]
    part = model.function.removeprefix("build_")
    model.note(**{"parameters" if part == "model" else f"{part}_parameters": count})
    expect(count <= most, "the number of parameters", f"at most {most:,}", f"{count:,}", hint)


def last_with_weights(layers):
    """The facts of the last layer that has weights; None where there is none."""
    return next((layer for layer in reversed(layers) if layer["weights"]), None)
