"""Looks at the layers of rebuilt models."""

from checker.rubric.expect import expect


def listed(names):
    """Each name once, as it is told; "none" where there is none."""
    return ", ".join(dict.fromkeys(names)) or "none"


def expect_no_pooling(model, hint, listed=", ".join):
    """Fail if a layer pools, whatever it makes of its places; `listed` tells the kinds that were found."""
    pooling = [layer["type"] for layer in model.layers if "Pool" in layer["type"]]
    expect(not pooling, "the layers", "no pooling", listed(pooling), hint)


def expect_strided(layers, what, expected, hint, listed=", ".join):
    """Fail unless two of these layers or more have strides of 2 or more in both directions; `listed` tells all."""
    found = [layer["settings"].get("strides") for layer in layers]
    far = [each for each in found if isinstance(each, (list, tuple)) and each and min(each) >= 2]
    expect(len(far) >= 2, what, expected, listed(map(str, found)), hint)
