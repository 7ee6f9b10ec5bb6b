"""A network of Keras's as steps that `static/forward.js` takes."""

import numpy as np

from workshop.play.known import EACH, NOTHING, TOGETHER, unknown
from workshop.play.layers import LAYERS
from workshop.play.operations import OPERATIONS, each


class Steps:
    """What is done, one after the other. Arrays go by numbers, in the order in which they come to be.

    Attributes:
        steps: dictionaries with `op`, `from` (numbers of arrays; `{"is": number}` is a constant), `to`, and what the
            operation needs; `weights` are places in the list of that name.
        weights: float32 arrays.
        shapes: `{number of an array: its sides, without the batch}`.
        flat: numbers of arrays in whose first axis the batch's is contained.
        of_layers: `{name: the number of what the layer made last}`.
    """

    def __init__(self):
        self.steps, self.weights, self.shapes, self.flat, self.of_layers, self._count = [], [], {}, set(), {}, 0

    def new(self):
        """The number of a new array."""
        self._count += 1
        return self._count - 1

    def add(self, op, sources, weights=(), **what):
        """Add a step; returns the number of what it makes."""
        sources = [self.array(source) for source in sources]
        step = {"op": op, "from": sources, "to": self.new(), **what}
        if len(weights):
            step["weights"] = [len(self.weights) + place for place in range(len(weights))]
            self.weights += [np.asarray(each, "float32") for each in weights]
        self.steps.append(step)
        # Of most steps; what others make is known where it is used.
        if op == "reshape" and -1 not in what["shape"]:
            self.shapes[step["to"]] = tuple(what["shape"])
        elif sources and not isinstance(sources[0], dict):
            self.shapes[step["to"]] = self.shapes[sources[0]]
        return step["to"]

    def array(self, source):
        """What a step can take: a constant array is made one of the weights."""
        return self.add("stored", [], [source]) if isinstance(source, np.ndarray) else source

    def part(self, sources, ranges):
        """Add the step that takes some places of each axis."""
        what = {"start": [each.start for each in ranges], "step": [each.step for each in ranges]}
        return self.add("part", sources, **what, count=[len(each) for each in ranges])

    def resize(self, sources, sides, interpolation):
        """Add the step that resizes images."""
        if interpolation not in ("nearest", "bilinear"):
            raise unknown(f"resizing by {interpolation}")
        return self.add("resize", sources, sides=sides, smooth=interpolation == "bilinear")

    def activate(self, at, function):
        """Add what a layer's `activation=` says."""
        if hasattr(function, "get_weights"):  # a layer in the place of a function
            return self.add_layer(function, [at])
        name = getattr(function, "__name__", None) or type(function).__name__
        if name == "linear":
            return at
        if name in ("softmax", "log_softmax"):
            return self.add(name, [at], axis=-1)
        if name not in EACH:
            raise unknown(f"the activation {name}")
        return self.add(EACH[name], [at], slope=0.2 if name == "leaky_relu" else 1.0)

    def add_model(self, model, inputs):
        """Add a Sequential or functional model; returns the numbers of what it makes, a list."""
        for number, tensor in zip(inputs, model.inputs, strict=True):
            self.shapes[number] = tuple(tensor.shape[1:])
        if type(model).__name__ == "Sequential":
            (at,) = inputs
            for layer in model.layers:
                shape = layer.compute_output_shape((None, *self.shapes[at]))
                at = self.add_layer(layer, [at])
                self.shapes[at] = tuple(shape[1:])
            return [at]
        if type(model).__name__ != "Functional":
            raise unknown(type(model).__name__)
        config = model.get_config()
        operations = {operation.name: operation for operation in model.operations}
        known = dict(zip(_keys(config["input_layers"]), inputs, strict=True))
        nodes = [(entry["name"], *node) for entry in config["layers"] for node in enumerate(entry["inbound_nodes"])]
        while nodes:
            later = []
            for name, call, arguments in nodes:
                sources, shapes = _sources(operations[name], arguments)
                if not all(key in known for key in shapes):
                    later.append((name, call, arguments))
                    continue
                self.shapes |= {known[key]: shape for key, shape in shapes.items()}
                sources = [known[source] if isinstance(source, tuple) else source for source in sources]
                made = self.add_one(operations[name], sources)
                for place, number in enumerate(made if isinstance(made, list) else [made]):
                    known[name, call, place] = number
            if len(later) == len(nodes):
                raise unknown(later[0][0])
            nodes = later
        return [known[key] for key in _keys(config["output_layers"])]

    def add_one(self, operation, sources):
        """Add a layer or an operation; returns the number of what it makes, or a list of them."""
        is_flat = bool(self.flat & {source for source in sources if isinstance(source, int)})
        if is_flat and type(operation).__name__ != "Reshape":
            raise unknown("keras.ops: Repeat without an axis")
        return (self.add_layer if hasattr(operation, "get_weights") else self.add_operation)(operation, sources)

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
        elif kind not in LAYERS:
            raise unknown(kind)
        elif getattr(layer, "data_format", None) == "channels_first" and kind != "Flatten":
            raise unknown(f"{kind} with channels first")
        else:
            made = LAYERS[kind](self, layer, sources)
        self.of_layers[layer.name] = made
        return made

    def add_operation(self, operation, sources):
        """Add an operation of `keras.ops`."""
        kind = type(operation).__name__
        if kind in OPERATIONS:
            return OPERATIONS[kind](self, operation, sources)
        if kind in TOGETHER:
            ranks = {len(self.shapes[source]) for source in sources if isinstance(source, int)}
            arrays = [np.squeeze(each, 0) if self._is_batch(each, ranks) else each for each in sources]
            if len(ranks) > 1 or any(isinstance(each, np.ndarray) and each.ndim > max(ranks) for each in arrays):
                raise unknown(f"keras.ops: {kind} of arrays of different ranks")
            return self.add(TOGETHER[kind], arrays)
        names = {name.replace("_", ""): name for name in EACH}
        if kind.lower() in names:
            return each(self, operation, EACH[names[kind.lower()]], sources)
        raise unknown(f"keras.ops: {kind}")

    def _is_batch(self, source, ranks):
        """Whether it is a constant array with a side of 1 where others have the batch."""
        return isinstance(source, np.ndarray) and ranks and source.ndim == max(ranks) + 1 and len(source) == 1


def _keys(layers):
    return [tuple(each) for each in ([layers] if isinstance(layers[0], str) else layers)]


def _sources(operation, arguments):
    """What a call takes, in its order, and the shapes of the arrays among it: `{key: sides}`.

    Keys of arrays are tuples, and numbers `{"is": number}`; arrays that are constant, slices and None stay.
    """
    import keras

    found, shapes, kind = [], {}, type(operation).__name__

    def look(value):
        if isinstance(value, dict) and value.get("class_name") == "__keras_tensor__":
            found.append(tuple(value["config"]["keras_history"]))
            shapes[found[-1]] = tuple(value["config"]["shape"][1:])
        elif isinstance(value, dict) and "class_name" in value:
            value = keras.saving.deserialize_keras_object(value)
            found.append(value if isinstance(value, slice) or value is Ellipsis else np.asarray(value))
        elif isinstance(value, list | tuple):
            for one in value:
                look(one)
        elif isinstance(value, int | float) and not isinstance(value, bool):
            found.append({"is": value})
        elif value is None and kind == "GetItem":
            found.append(None)
        else:
            raise unknown(f"{kind}, called with {type(value).__name__}")

    look(arguments["args"])
    named = {name: value for name, value in arguments["kwargs"].items() if not _is_none(value)}
    # Layers that prepare images are always called so.
    if named.pop("training", False) and kind in (*NOTHING, "BatchNormalization"):
        raise unknown(f"{kind}, called with training=True")
    if kind == "Pad":
        look(named.pop("constant_values", []))
    if named:
        raise unknown(f"{kind}, called with {', '.join(sorted(named))}")
    return found, shapes


def _is_none(value):
    """Whether nothing was given: a mask is None for each of the inputs."""
    return value is None or (isinstance(value, list | tuple) and all(map(_is_none, value)))
