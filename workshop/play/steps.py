"""Keras's layers and operations as steps that `static/forward.js` takes."""

import numpy as np

from workshop.runs import RunError

# Of a function that works on each number by itself: its name in `forward.js`.
EACH = {
    "relu": "relu", "tanh": "tanh", "sigmoid": "sigmoid", "elu": "elu", "leaky_relu": "leaky", "softplus": "softplus",
    "silu": "silu", "swish": "silu", "gelu": "gelu", "exponential": "exp", "hard_sigmoid": "hard_sigmoid",
    "selu": "selu", "softsign": "softsign", "abs": "abs", "absolute": "abs", "square": "square", "negative": "negative",
    "exp": "exp", "relu6": "relu6",
}  # fmt: skip
PAIRS = {
    "Add": "add", "Subtract": "subtract", "Multiply": "multiply", "Divide": "divide", "TrueDivide": "divide",
    "Maximum": "maximum", "Minimum": "minimum",
}  # fmt: skip
NOTHING = (
    "Dropout", "SpatialDropout2D", "GaussianNoise", "GaussianDropout", "AlphaDropout", "ActivityRegularization", "Cast",
    "Identity",
)  # fmt: skip


class Steps:
    """What is done, one after the other. Arrays go by numbers, in the order in which they come to be.

    Attributes:
        steps: dictionaries with `op`, `from` (numbers of arrays; `{"is": number}` is a constant), `to`, and what the
            operation needs; `weights` are places in the list of that name.
        weights: float32 arrays.
        of_layers: `{name: the number of what the layer made last}`.
    """

    def __init__(self):
        self.steps, self.weights, self.of_layers, self._count = [], [], {}, 0

    def new(self):
        """The number of a new array."""
        self._count += 1
        return self._count - 1

    def add(self, op, sources, weights=(), **what):
        """Add a step; returns the number of what it makes."""
        step = {"op": op, "from": sources, "to": self.new(), **what}
        if len(weights):
            step["weights"] = [len(self.weights) + place for place in range(len(weights))]
            self.weights += [np.asarray(each, "float32") for each in weights]
        self.steps.append(step)
        return step["to"]

    def add_model(self, model, inputs):
        """Add a Sequential or functional model; returns the numbers of what it makes, a list."""
        if type(model).__name__ == "Sequential":
            (at,) = inputs
            for layer in model.layers:
                at = self.add_layer(layer, [at])
            return [at]
        if type(model).__name__ != "Functional":
            raise _unknown(type(model).__name__)
        config = model.get_config()
        layers = {layer.name: layer for layer in model.layers}
        known = dict(zip(_keys(config["input_layers"]), inputs, strict=True))
        nodes = [
            (entry, call, arguments)
            for entry in config["layers"]
            for call, arguments in enumerate(entry["inbound_nodes"])
        ]
        while nodes:
            later = []
            for entry, call, arguments in nodes:
                sources = _sources(entry, arguments)
                if all(isinstance(each, dict) or each in known for each in sources):
                    found = [each if isinstance(each, dict) else known[each] for each in sources]
                    layer = layers.get(entry["name"])
                    made = self.add_layer(layer, found) if layer is not None else self.add_operation(entry, found)
                    for place, number in enumerate(made if isinstance(made, list) else [made]):
                        known[entry["name"], call, place] = number
                else:
                    later.append((entry, call, arguments))
            if len(later) == len(nodes):
                raise _unknown(later[0][0]["class_name"])
            nodes = later
        return [known[key] for key in _keys(config["output_layers"])]

    def add_layer(self, layer, sources):
        """Add a layer; returns the number of what it makes."""
        kind = type(layer).__name__
        if kind in ("Sequential", "Functional"):
            made = self.add_model(layer, sources)
            return made[0] if len(made) == 1 else made
        if kind == "SpectralNormalization":  # which changes the kernel when it trains, and then only
            return self.add_layer(layer.layer, sources)
        if kind == "InputLayer" or kind in NOTHING:
            made = sources[0]
        elif kind in PAIRS or kind == "Average":
            made = sources[0]
            for other in sources[1:]:
                made = self.add(PAIRS.get(kind, "add"), [made, other])
            if kind == "Average":
                made = self.add("multiply", [made, {"is": 1 / len(sources)}])
        elif kind in _LAYERS:
            made = _LAYERS[kind](self, layer, sources)
        else:
            raise _unknown(kind)
        self.of_layers[layer.name] = made
        return made

    def add_operation(self, entry, sources):
        """Add an operation of `keras.ops`, as a functional model's configuration has it."""
        kind, config = entry["class_name"], entry["config"]
        if kind in PAIRS:
            return self.add(PAIRS[kind], sources)
        if kind in _OPERATIONS:
            return _OPERATIONS[kind](self, config, sources)
        if kind.lower() in {name.replace("_", ""): name for name in EACH}:
            name = {name.replace("_", ""): name for name in EACH}[kind.lower()]
            slope = config.get("negative_slope", config.get("alpha", config.get("threshold", 1.0)))
            return self.add(EACH[name], sources, slope=slope)
        raise _unknown(f"keras.ops: {kind}")

    def activate(self, at, function):
        """Add what a layer's `activation=` says."""
        if hasattr(function, "get_weights"):  # a layer in the place of a function
            return self.add_layer(function, [at])
        name = getattr(function, "__name__", None) or type(function).__name__
        if name == "linear":
            return at
        if name in ("softmax", "log_softmax"):
            return self.add(name, [at])
        if name not in EACH:
            raise _unknown(f"the activation {name}")
        return self.add(EACH[name], [at], slope=0.2 if name == "leaky_relu" else 1.0)


def _dense(steps, layer, sources):
    made = steps.add("dense", sources, layer.get_weights())
    return steps.activate(made, layer.activation)


def _convolution(steps, layer, sources):
    if layer.data_format != "channels_last" or layer.groups != 1:
        raise _unknown(f"{type(layer).__name__} in groups, or with channels first")
    what = {"strides": list(layer.strides), "padding": layer.padding, "dilation": list(layer.dilation_rate)}
    return steps.activate(steps.add("conv", sources, layer.get_weights(), **what), layer.activation)


def _transposed(steps, layer, sources):
    if layer.output_padding is not None or tuple(layer.dilation_rate) != (1, 1) or layer.data_format != "channels_last":
        raise _unknown("Conv2DTranspose with output_padding, dilation, or channels first")
    what = {"strides": list(layer.strides), "padding": layer.padding}
    return steps.activate(steps.add("conv_transpose", sources, layer.get_weights(), **what), layer.activation)


def _depthwise(steps, layer, sources):
    kernel, *bias = layer.get_weights()
    what = {"strides": list(layer.strides), "padding": layer.padding, "dilation": list(layer.dilation_rate)}
    return steps.activate(steps.add("depthwise", sources, [kernel, *bias], **what), layer.activation)


def _separable(steps, layer, sources):
    kernel, pointwise, *bias = layer.get_weights()
    what = {"strides": list(layer.strides), "padding": layer.padding, "dilation": list(layer.dilation_rate)}
    made = steps.add("depthwise", sources, [kernel], **what)
    made = steps.add("dense", [made], [pointwise[0, 0], *bias])
    return steps.activate(made, layer.activation)


def _batch_normalization(steps, layer, sources):
    """What is left of it after training: a factor and a summand for each channel."""
    _last_axis(layer.axis, layer)
    variance, mean = (np.asarray(each, "float64") for each in (layer.moving_variance, layer.moving_mean))
    factor = (np.asarray(layer.gamma, "float64") if layer.scale else 1.0) / np.sqrt(variance + layer.epsilon)
    summand = (np.asarray(layer.beta, "float64") if layer.center else 0.0) - mean * factor
    return steps.add("affine", sources, [factor, summand])


def _layer_normalization(steps, layer, sources):
    _last_axis(layer.axis, layer)
    made = steps.add("standardize", sources, epsilon=layer.epsilon)
    if not (layer.scale or layer.center):
        return made
    count = layer.get_weights()[0].shape
    gamma = layer.gamma if layer.scale else np.ones(count)
    return steps.add("affine", [made], [gamma, layer.beta if layer.center else np.zeros(count)])


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
    made = steps.add("multiply", [sources[0], {"is": float(layer.scale)}])
    return steps.add("add", [made, {"is": float(layer.offset)}])


def _upsampling(steps, layer, sources):
    if layer.interpolation not in ("nearest", "bilinear"):
        raise _unknown(f"UpSampling2D by {layer.interpolation}")
    return steps.add("upsample", sources, size=list(layer.size), smooth=layer.interpolation == "bilinear")


def _embedding(steps, layer, sources):
    return steps.add("embedding", sources, layer.get_weights()[:1])


_LAYERS = {
    "Dense": _dense,
    "Conv2D": _convolution,
    "Conv2DTranspose": _transposed,
    "DepthwiseConv2D": _depthwise,
    "SeparableConv2D": _separable,
    "BatchNormalization": _batch_normalization,
    "LayerNormalization": _layer_normalization,
    "Activation": lambda steps, layer, sources: steps.activate(sources[0], layer.activation),
    "ReLU": _relu,
    "LeakyReLU": lambda steps, layer, sources: steps.add("leaky", sources, slope=float(layer.negative_slope)),
    "PReLU": lambda steps, layer, sources: steps.add("prelu", sources, layer.get_weights()),
    "ELU": lambda steps, layer, sources: steps.add("elu", sources, slope=float(layer.alpha)),
    "Softmax": lambda steps, layer, sources: steps.add("softmax", sources),
    "Flatten": lambda steps, layer, sources: steps.add("reshape", sources, shape=[-1]),
    "Reshape": lambda steps, layer, sources: steps.add("reshape", sources, shape=list(layer.target_shape)),
    "Permute": lambda steps, layer, sources: steps.add("permute", sources, order=[each - 1 for each in layer.dims]),
    "MaxPooling2D": _pooling,
    "AveragePooling2D": _pooling,
    "GlobalAveragePooling2D": _global_pooling,
    "GlobalMaxPooling2D": _global_pooling,
    "UpSampling2D": _upsampling,
    "ZeroPadding2D": lambda steps, layer, sources: steps.add("pad", sources, by=[list(each) for each in layer.padding]),
    "Cropping2D": lambda steps, layer, sources: steps.add("crop", sources, by=[list(each) for each in layer.cropping]),
    "Rescaling": _rescaling,
    "Embedding": _embedding,
    "Concatenate": lambda steps, layer, sources: steps.add("concatenate", sources, axis=_axis(layer.axis)),
}


def _reduction(op):
    def add(steps, config, sources):
        axes = config.get("axis")
        axes = [axes] if isinstance(axes, int) else axes
        if not axes or 0 in axes:
            raise _unknown(f"keras.ops: {op} over the batch")
        keep = bool(config.get("keepdims"))
        return steps.add(op, sources, axes=[_axis(each) for each in axes], keep=keep)

    return add


_OPERATIONS = {
    "OneHot": lambda steps, config, sources: steps.add("one_hot", sources, count=config["num_classes"]),
    "Concatenate": lambda steps, config, sources: steps.add("concatenate", sources, axis=_axis(config["axis"])),
    "Reshape": lambda steps, config, sources: steps.add("reshape", sources, shape=list(config["newshape"])[1:]),
    "ExpandDims": lambda steps, config, sources: steps.add("expand", sources, axis=_axis(config["axis"])),
    "Squeeze": lambda steps, config, sources: steps.add("squeeze", sources, axis=_axis(config["axis"])),
    "Repeat": lambda steps, config, sources: steps.add(
        "repeat", sources, axis=_axis(config["axis"]), count=config["repeats"]
    ),
    "Softmax": lambda steps, config, sources: steps.add("softmax", sources),
    "LogSoftmax": lambda steps, config, sources: steps.add("log_softmax", sources),
    "Cast": lambda steps, config, sources: sources[0],
    "Sum": _reduction("sum_over"),
    "Mean": _reduction("mean_over"),
    "Max": _reduction("max_over"),
}


def _keys(layers):
    return [tuple(each) for each in ([layers] if isinstance(layers[0], str) else layers)]


def _sources(entry, arguments):
    """What a call takes: keys of arrays, and `{"is": number}` for numbers."""
    found = []

    def look(value):
        if isinstance(value, dict) and value.get("class_name") == "__keras_tensor__":
            found.append(tuple(value["config"]["keras_history"]))
        elif isinstance(value, list | tuple):
            for each in value:
                look(each)
        elif isinstance(value, int | float) and not isinstance(value, bool):
            found.append({"is": value})
        else:
            raise _unknown(f"{entry['class_name']}, called with {type(value).__name__}")

    look(arguments["args"])
    given = {name for name, value in arguments["kwargs"].items() if name != "training" and not _is_none(value)}
    if given:
        raise _unknown(f"{entry['class_name']}, called with {', '.join(sorted(given))}")
    return found


def _is_none(value):
    """Whether nothing was given: a mask is None for each of the inputs."""
    return value is None or (isinstance(value, list | tuple) and all(map(_is_none, value)))


def _axis(axis):
    """An axis counted without the batch's; those that count from the end stay as they are."""
    if axis == 0:
        raise _unknown("an axis that is the batch's")
    return axis - 1 if axis > 0 else axis


def _last_axis(axis, layer):
    axes = [axis] if isinstance(axis, int) else list(axis)
    rank = getattr(layer.input_spec, "ndim", None) or 0
    if axes not in ([-1], [rank - 1]):
        raise _unknown(f"{type(layer).__name__} along another axis than the last")


def _unknown(what):
    return RunError(
        f"A saved page cannot hold this network: it has {what}, which the page cannot compute.\nLeave out --save, and"
        " Python answers: that works with every network."
    )
