"""Diagrams of models."""

import shutil

from workshop.images.words import describe


def diagram(path, model):
    """Draw the model's layers with their shapes; returns whether Graphviz was there to do it."""
    if shutil.which("dot") is None:
        print(
            "No diagram of the model: install Graphviz for it (Debian, Ubuntu: sudo apt install graphviz;"
            " macOS: brew install graphviz; Windows: winget install graphviz)."
        )
        return False
    import keras

    keras.utils.plot_model(
        model, to_file=path, show_shapes=True, show_layer_names=False, show_layer_activations=True, dpi=110
    )
    describe(path, _shows(model))
    return True


def _shows(model):
    """The diagram in words: each layer with the shape of its output."""
    told = []
    for layer in model.layers:
        try:
            shape = layer.output.shape[1:]
        except (AttributeError, ValueError):  # of a layer that is called several times, or gives several
            shape = ""
        told.append(f"{type(layer).__name__} {tuple(shape) if shape != '' else ''}".strip())
    return f"A diagram of {len(told)} layers, from above: {', '.join(told)}. {model.count_params():,} parameters."
