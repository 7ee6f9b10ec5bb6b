"""Diagrams of models."""

import shutil


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
    return True
