"""The facts of a model in plain data: inputs and outputs, number of parameters, and layers, nested ones taken apart."""

from contextlib import suppress

from checker.worker import wire


def of_model(keras, model):
    """A model's inputs and outputs, parameter counts and layers, nested models taken apart."""
    return {
        "inputs": [_tensor(each) for each in model.inputs],
        "outputs": [_tensor(each) for each in model.outputs],
        "parameters": int(model.count_params()),
        "layers": list(_layers(keras, model)),
    }


def _layers(keras, model):
    """Yield the facts of each layer, and of each operation such as `keras.ops.relu` in a functional model.

    A wrapper, such as spectral normalization, is told as the layer inside it.
    """
    for layer in getattr(model, "operations", model.layers):
        if isinstance(layer, keras.Model):
            yield from _layers(keras, layer)
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
            "settings": settings,
            "weights": [list(map(int, weight.shape)) for weight in getattr(layer, "weights", [])],
        }


def _tensor(value):
    """Shape and dtype of a symbolic tensor."""
    return {"shape": [n if n is None else int(n) for n in value.shape], "dtype": str(value.dtype)}
