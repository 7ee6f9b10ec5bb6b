"""Looks at the layers of rebuilt models."""

from checker.rubric.expect import expect


def listed(names):
    """Each name once, as it is told; "none" where there is none."""
    return ", ".join(dict.fromkeys(names)) or "none"


def expect_no_pooling(model, hint, listed=", ".join):
    """Fail if a layer pools, whatever it makes of its places; `listed` tells the kinds that were found."""
    pooling = [layer["type"] for layer in model.layers if "Pool" in layer["type"]]
    expect(not pooling, "the layers", "no pooling", listed(pooling), hint)


def strides(layers):
    """`(all, far)`: the strides of these layers, and those of 2 or more in both directions."""
    found = [layer["settings"].get("strides") for layer in layers]
    return found, [each for each in found if isinstance(each, (list, tuple)) and each and min(each) >= 2]
