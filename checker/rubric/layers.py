"""Looks at the layers of rebuilt models, and models whose last layer was given other weights."""

import numpy as np

from checker.rubric.expect import expect


def listed(names):
    """Each name once, as it is told; "none" where there is none."""
    return ", ".join(dict.fromkeys(names)) or "none"


def last_with_weights(layers):
    """The facts of the last layer that has weights; None where there is none."""
    return next((layer for layer in reversed(layers) if layer["weights"]), None)


def expect_no_pooling(model, hint, listed=", ".join):
    """Fail if a layer pools, whatever it makes of its places; `listed` tells the kinds that were found."""
    pooling = [layer["type"] for layer in model.layers if "Pool" in layer["type"]]
    expect(not pooling, "the layers", "no pooling", listed(pooling), hint)


def strides(layers):
    """`(all, far)`: the strides of these layers, and those of 2 or more in both directions."""
    found = [layer["settings"].get("strides") for layer in layers]
    return found, [each for each in found if isinstance(each, (list, tuple)) and each and min(each) >= 2]


def activations(model):
    """Names of the activations of a model: of layers, of operations, and of arguments called `activation`."""
    found = []
    for layer in model.layers:
        kind, settings = layer["type"], layer["settings"]
        activation = settings.get("activation")
        if isinstance(activation, dict):  # a layer in the place of a function: activation=LeakyReLU(0.2)
            kind, settings = activation.get("class_name"), activation.get("config") or {}
        operations = {"Relu": "relu", "Relu6": "relu", "LeakyRelu": "leaky_relu", "Tanh": "tanh"}
        if kind in ("ReLU", "LeakyReLU"):
            slope = settings.get("negative_slope") or 0
            known = "leaky_relu" if kind == "LeakyReLU" or slope else "relu"
            # A slope of 1 is no bend at all.
            found.append(known if isinstance(slope, (int, float)) and slope < 1 else f"{known} of slope {slope}")
        elif kind in operations:
            found.append(operations[kind])
        elif kind == "Maximum":  # of x and 0, or of x and 0.2 x
            found += ["relu", "leaky_relu"]
        elif isinstance(activation, str) and activation != "linear":
            found.append(activation)
    return found


def louder(model, factor):
    """The model with its last layer's weights multiplied, and with them what comes before its activation."""
    weights = [array.copy() for array in model.weights]
    last = last_with_weights(model.layers)
    count = len(last["weights"]) if last else 0
    scaled = weights[len(weights) - count :][: 2 if "Normalization" in last["type"] else count] if last else []
    for array in scaled:
        array *= factor
    return model.with_weights(weights)


def lifted(model, sign):
    """The model with weights of the last layer that make its logits very high (sign 1) or low (-1); None if unknown."""
    last = last_with_weights(model.layers)
    if last is None or last["wrapped"] or not ("Dense" in last["type"] or "Conv" in last["type"]):
        return None
    weights = [array.copy() for array in model.weights]
    if weights[-1].shape == (1,):
        weights[-1][:] = 1000 * sign
    else:
        if not weights[-1].any():  # made so, to be undecided at first
            weights[-1][...] = 1
        weights[-1] *= 1000 * sign
    return model.with_weights(weights)


def provoked(model, classes):
    """The model with weights of the last layer that make its scores large, and of both signs; None if unknown."""
    last = last_with_weights(model.layers)
    if last is None or not (last["type"] in ("Dense", "EinsumDense", "LayerNormalization") or "Conv" in last["type"]):
        return None
    weights = [array.copy() for array in model.weights]
    signs = (-1.0) ** np.arange(classes)
    if weights[-1].shape == (classes,):  # a bias: half of the scores go up, half of them down
        weights[-1][:] = 1000 * signs
    elif weights[-1].ndim > 1 and weights[-1].shape[-1] == classes:
        # Without a bias. Kernels that differ only in their sign give scores that do, whatever comes in.
        weights[-1][...] = 1000 * weights[-1][..., :1] * signs
    else:
        return None
    return model.with_weights(weights)
