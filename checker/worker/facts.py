"""The facts of a model in plain data: inputs and outputs, number of parameters, and layers, nested ones taken apart."""

from contextlib import suppress

from checker.worker import wire


def of_model(keras, model):
    """A model's inputs and outputs, parameter counts and layers, nested models taken apart."""
    return {
        "inputs": [_tensor(each) for each in model.inputs],
        "outputs": [_tensor(each) for each in model.outputs],
        "parameters": int(model.count_params()),
        "layers": list(_layers(keras, model, top=True)),
    }


def _layers(keras, model, top):
    """Yield the facts of each layer, and of each operation such as `keras.ops.relu` in a functional model.

    A wrapper, such as spectral normalization, is told as the layer inside it. `top` says whether `forward` can name
    a layer.
    """
    for layer in getattr(model, "operations", model.layers):
        if isinstance(layer, keras.Model):
            yield from _layers(keras, layer, top=False)
            continue
        inner = layer.layer if isinstance(layer, keras.layers.Wrapper) else layer
        settings = {}
        for key, value in inner.get_config().items():
            with suppress(wire.WireError):
                wire.pack({"value": value})
                settings[key] = value
        yield {
            "name": layer.name,
            "type": type(inner).__name__,
            "wrapped": inner is not layer,
            "settings": settings,
            "input_shape": _shape(getattr(layer, "input", None)),
            "output_shape": _shape(getattr(layer, "output", None)),
            "weights": [list(map(int, weight.shape)) for weight in getattr(layer, "weights", [])],
            "top": top,
        }


def _tensor(value):
    """Shape and dtype of a symbolic tensor."""
    return {"shape": _shape(value), "dtype": str(value.dtype)}


def _shape(value):
    """The shape of a tensor, or of the first of several; a shape as it is."""
    if isinstance(value, (list, tuple)) and value and hasattr(value[0], "shape"):
        value = value[0]
    value = getattr(value, "shape", value)
    if isinstance(value, (list, tuple)) and all(n is None or isinstance(n, int) for n in value):
        return [n if n is None else int(n) for n in value]
    return None
