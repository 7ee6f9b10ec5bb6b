"""Keras's layers as steps: each function adds one, and returns the number of what it makes."""

import numpy as np

from workshop.play.known import beyond, unknown


def _dense(steps, layer, sources):
    return steps.activate(steps.add("dense", sources, layer.get_weights()), layer.activation)


def _by_letters(steps, layer, sources):
    """EinsumDense: the batch is its first letter, or among those that the dots stand for."""
    (source,), kernel = sources, layer.get_weights()[0]
    taken, made = layer.equation.replace(" ", "").split("->")
    term, of_kernel = taken.split(",")
    if "..." in term:
        free = (letter for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ" if letter not in layer.equation)
        missing = "".join(next(free) for _ in range(len(steps.shapes[source]) + 4 - len(term)))
        term, made = term.replace("...", missing), made.replace("...", missing)
    if term[0] != made[0] or term[0] in of_kernel:
        raise unknown(f"EinsumDense by {layer.equation}")
    weights = steps.add("stored", [], [kernel])
    at = steps.add("einsum", [source, weights], terms=[term[1:], of_kernel], to=made[1:])
    if layer.bias is not None:
        at = steps.add("add", [at, steps.add("stored", [], [layer.bias])])
    return steps.activate(at, layer.activation)


def _window(layer):
    """How the kernel of a convolution moves."""
    return {"strides": list(layer.strides), "padding": layer.padding, "dilation": list(layer.dilation_rate)}


def _convolution(steps, layer, sources):
    if layer.groups != 1:
        raise unknown("Conv2D in groups")
    return steps.activate(steps.add("conv", sources, layer.get_weights(), **_window(layer)), layer.activation)


def _transposed(steps, layer, sources):
    if layer.output_padding is not None or tuple(layer.dilation_rate) != (1, 1):
        raise unknown("Conv2DTranspose with output_padding or dilation")
    what = {"strides": list(layer.strides), "padding": layer.padding}
    return steps.activate(steps.add("conv_transpose", sources, layer.get_weights(), **what), layer.activation)


def _depthwise(steps, layer, sources):
    return steps.activate(steps.add("depthwise", sources, layer.get_weights(), **_window(layer)), layer.activation)


def _separable(steps, layer, sources):
    kernel, pointwise, *bias = layer.get_weights()
    made = steps.add("depthwise", sources, [kernel], **_window(layer))
    made = steps.add("dense", [made], [pointwise[0, 0], *bias])
    return steps.activate(made, layer.activation)


def _scaled(steps, at, factor, summand, axes):
    """Multiply and add, along axes (counted without the batch) that are in their order."""
    shape = steps.shapes[at]
    if axes == list(range(len(shape)))[-len(axes) :]:
        return steps.add("affine", [at], [factor, summand])
    sides = [side if axis in axes else 1 for axis, side in enumerate(shape)]
    factor, summand = (steps.add("stored", [], [np.reshape(each, sides)]) for each in (factor, summand))
    return steps.add("add", [steps.add("multiply", [at, factor]), summand])


def _batch_normalization(steps, layer, sources):
    """What is left of it after training: a factor and a summand for each channel."""
    variance, mean = (np.asarray(each, "float64") for each in (layer.moving_variance, layer.moving_mean))
    factor = (np.asarray(layer.gamma, "float64") if layer.scale else 1.0) / np.sqrt(variance + layer.epsilon)
    summand = (np.asarray(layer.beta, "float64") if layer.center else 0.0) - mean * factor
    return _scaled(steps, sources[0], factor, summand, _axes(steps, layer, sources))


def _layer_normalization(steps, layer, sources):
    if getattr(layer, "rms_scaling", False):
        raise unknown("LayerNormalization with rms_scaling")
    axes = _axes(steps, layer, sources)
    made = steps.add("standardize", sources, axes=axes, epsilon=layer.epsilon)
    return _learned(steps, layer, made, axes)


def _group_normalization(steps, layer, sources):
    shape, (axis,) = list(steps.shapes[sources[0]]), _axes(steps, layer, sources)
    grouped = [*shape[:axis], layer.groups, shape[axis] // layer.groups, *shape[axis + 1 :]]
    made = steps.add("reshape", sources, shape=grouped)
    axes = [each for each in range(len(grouped)) if each != axis]
    made = steps.add("standardize", [made], axes=axes, epsilon=layer.epsilon)
    return _learned(steps, layer, steps.add("reshape", [made], shape=shape), [axis])


def _learned(steps, layer, at, axes):
    """The scale and the offset of a normalization, as far as it has them."""
    if not (layer.scale or layer.center):
        return at
    gamma = np.asarray(layer.gamma) if layer.scale else np.ones(layer.beta.shape)
    return _scaled(steps, at, gamma, np.asarray(layer.beta) if layer.center else np.zeros(gamma.shape), axes)


def _relu(steps, layer, sources):
    most = None if layer.max_value is None else float(layer.max_value)
    what = {"slope": float(layer.negative_slope), "most": most, "least": float(layer.threshold)}
    return steps.add("rectify", sources, **what)


def _pooling(steps, layer, sources):
    what = {"size": list(layer.pool_size), "strides": list(layer.strides), "padding": layer.padding}
    return steps.add("max_pool" if "Max" in type(layer).__name__ else "average_pool", sources, **what)


def _global_pooling(steps, layer, sources):
    op = "max_over" if "Max" in type(layer).__name__ else "mean_over"
    return steps.add(op, sources, axes=[0, 1], keep=bool(layer.keepdims))


def _rescaling(steps, layer, sources):
    scale, offset = (steps.add("stored", [], [np.asarray(each)]) for each in (layer.scale, layer.offset))
    return steps.add("add", [steps.add("multiply", [*sources, scale]), offset])


def _upsampling(steps, layer, sources):
    sides = [side * times for side, times in zip(steps.shapes[sources[0]], layer.size, strict=False)]
    return steps.resize(sources, sides, layer.interpolation)


def _resizing(steps, layer, sources):
    if layer.crop_to_aspect_ratio or layer.pad_to_aspect_ratio or getattr(layer, "antialias", False):
        raise unknown("Resizing that keeps the aspect ratio, or smooths")
    return steps.resize(sources, [layer.height, layer.width], layer.interpolation)


def _padding(steps, layer, sources):
    by = [*([int(each) for each in sides] for sides in layer.padding), [0, 0]]
    return steps.add("pad", sources, by=by, mode="constant", value=0)


def _cropping(steps, layer, sources):
    rows, columns = layer.cropping
    sides = zip(steps.shapes[sources[0]], [rows, columns, (0, 0)], strict=True)
    return steps.part(sources, [range(before, side - behind) for side, (before, behind) in sides])


def _flatten(steps, layer, sources):
    rank = len(steps.shapes[sources[0]])
    if layer.data_format == "channels_first" and rank > 1:  # which Keras moves to the end
        sources = [steps.add("permute", sources, order=[*range(1, rank), 0])]
    return steps.add("reshape", sources, shape=[-1])


def _encoding(steps, layer, sources):
    at = steps.add("one_hot", sources, count=layer.num_tokens)
    if layer.output_mode == "one_hot":
        shape = steps.shapes[sources[0]]
        return steps.add("squeeze", [at], axis=len(shape) - 1) if shape[-1:] == (1,) else at
    if layer.output_mode not in ("multi_hot", "count") or not steps.shapes[sources[0]]:
        raise unknown(f"CategoryEncoding with output_mode={layer.output_mode!r}")
    return steps.add("max_over" if layer.output_mode == "multi_hot" else "sum_over", [at], axes=[-2], keep=False)


def _dot(steps, layer, sources):
    axes = [layer.axes] * 2 if isinstance(layer.axes, int) else layer.axes
    if layer.normalize:
        raise unknown("Dot with normalize=True")
    shapes = [steps.shapes[each] for each in sources]
    first, second = (beyond(axis, len(shape), "Dot") for axis, shape in zip(axes, shapes, strict=True))
    one, two = ["abcde"[: len(shapes[0])], "vwxyz"[: len(shapes[1])]]
    two = two.replace(two[second], one[first])
    to = (one + two).replace(one[first], "")
    at = steps.add("einsum", sources, terms=[one, two], to=to)
    return at if to else steps.add("reshape", [at], shape=[1])


def _concatenation(steps, layer, sources):
    axis = beyond(layer.axis, len(steps.shapes[sources[0]]), "Concatenate")
    return steps.add("concatenate", sources, axis=axis)


def _average(steps, layer, sources):
    return steps.add("multiply", [_folded("add")(steps, layer, sources), {"is": 1 / len(sources)}])


def _folded(op):
    def add(steps, layer, sources):
        made = sources[0]
        for other in sources[1:]:
            made = steps.add(op, [made, other])
        return made

    return add


def _softmax(steps, layer, sources):
    if not isinstance(layer.axis, int):
        raise unknown("Softmax along several axes")
    return steps.add("softmax", sources, axis=beyond(layer.axis, len(steps.shapes[sources[0]]), "Softmax"))


def _axes(steps, layer, sources):
    """A normalization's, without the batch's, in their order."""
    axes = [layer.axis] if isinstance(layer.axis, int) else list(layer.axis)
    return sorted(beyond(each, len(steps.shapes[sources[0]]), type(layer).__name__) for each in axes)


LAYERS = {
    "Dense": _dense,
    "EinsumDense": _by_letters,
    "Conv2D": _convolution,
    "Conv2DTranspose": _transposed,
    "DepthwiseConv2D": _depthwise,
    "SeparableConv2D": _separable,
    "BatchNormalization": _batch_normalization,
    "LayerNormalization": _layer_normalization,
    "GroupNormalization": _group_normalization,
    "Activation": lambda steps, layer, sources: steps.activate(sources[0], layer.activation),
    "ReLU": _relu,
    "LeakyReLU": lambda steps, layer, sources: steps.add("leaky", sources, slope=float(layer.negative_slope)),
    "PReLU": lambda steps, layer, sources: steps.add("prelu", [*sources, steps.add("stored", [], layer.get_weights())]),
    "ELU": lambda steps, layer, sources: steps.add("elu", sources, slope=float(layer.alpha)),
    "Softmax": _softmax,
    "Flatten": _flatten,
    "Reshape": lambda steps, layer, sources: steps.add("reshape", sources, shape=list(layer.target_shape)),
    "Permute": lambda steps, layer, sources: steps.add("permute", sources, order=[each - 1 for each in layer.dims]),
    "RepeatVector": lambda steps, layer, sources: steps.add(
        "repeat", [steps.add("expand", sources, axis=0)], axis=0, count=layer.n
    ),
    "MaxPooling2D": _pooling,
    "AveragePooling2D": _pooling,
    "GlobalAveragePooling2D": _global_pooling,
    "GlobalMaxPooling2D": _global_pooling,
    "UpSampling2D": _upsampling,
    "Resizing": _resizing,
    "ZeroPadding2D": _padding,
    "Cropping2D": _cropping,
    "Rescaling": _rescaling,
    "Embedding": lambda steps, layer, sources: steps.add("embedding", sources, layer.get_weights()[:1]),
    "CategoryEncoding": _encoding,
    "Dot": _dot,
    "Concatenate": _concatenation,
    "Average": _average,
    **{name: _folded(name.lower()) for name in ("Add", "Subtract", "Multiply", "Maximum", "Minimum")},
}
