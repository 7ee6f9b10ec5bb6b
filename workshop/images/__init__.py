"""Pictures of data and of results, each written to one PNG.

The functions draw on `matplotlib.figure.Figure` objects of their own: no window, no shared state, any thread.
"""

import shutil

import numpy as np

BLUE, ORANGE, GREEN, RED = "#2f6db3", "#e07b28", "#3a8f5c", "#c4413b"


def curves(path, history):
    """Draw loss and accuracy over the epochs, training beside validation.

    Args:
        path: the PNG to write.
        history: `History.history` of Keras: lists by name, validation's with the prefix `val_`.
    """
    names = [name for name in ("loss", "accuracy") if name in history]
    figure, axes = _figure(1, len(names), width=4.2 * len(names), height=3.2)
    for axis, name in zip(axes.flat, names, strict=True):
        epochs = range(1, len(history[name]) + 1)
        axis.plot(epochs, history[name], color=BLUE, marker="o", markersize=3, label="training")
        if f"val_{name}" in history:
            axis.plot(epochs, history[f"val_{name}"], color=ORANGE, marker="o", markersize=3, label="validation")
        axis.set(title=name, xlabel="epoch")
        axis.xaxis.get_major_locator().set_params(integer=True)
        axis.grid(alpha=0.3)
        axis.legend(frameon=False)
    _save(figure, path)


def confusion(path, labels, predictions):
    """Draw how often each digit was taken for each other; the diagonal, which is right, is left pale.

    Args:
        path: the PNG to write.
        labels: integers (n,), the truth.
        predictions: integers (n,).
    """
    counts = np.zeros((10, 10), dtype=int)
    np.add.at(counts, (np.asarray(labels), np.asarray(predictions)), 1)
    errors = counts * (1 - np.eye(10, dtype=int))
    figure, axes = _figure(1, 1, width=5, height=4.8)
    axis = axes.flat[0]
    axis.imshow(errors, cmap="Oranges", vmax=max(errors.max(), 1))
    for row, column in np.ndindex(10, 10):
        if counts[row, column]:
            right = row == column
            dark = errors[row, column] > errors.max() * 0.6
            colour = GREEN if right else ("white" if dark else "black")
            axis.text(column, row, counts[row, column], ha="center", va="center", fontsize=7.5, color=colour)
    axis.set(
        title="Which digit was taken for which", xlabel="predicted", ylabel="true", xticks=range(10), yticks=range(10)
    )
    _save(figure, path)


def answers(path, images, labels, logits, columns=10):
    """Draw a sheet of pictures: first the network's worst mistakes, then right answers, each with its confidence.

    Args:
        path: the PNG to write.
        images: (n, 28, 28) or (n, 28, 28, 1), any range.
        labels: integers (n,).
        logits: floats (n, 10).
        columns: pictures in a row; there are two rows of each kind.
    """
    labels = np.asarray(labels)
    probabilities = softmax(logits)
    predictions = probabilities.argmax(axis=1)
    confidence = probabilities.max(axis=1)
    wrong = np.flatnonzero(predictions != labels)
    wrong = wrong[np.argsort(-confidence[wrong])][: 2 * columns]
    right = np.flatnonzero(predictions == labels)[: 2 * columns]
    figure, axes = _figure(4, columns, width=columns * 0.95, height=5.4)
    for axis in axes.flat:
        axis.axis("off")
    for chosen, block, colour in ((wrong, axes[:2], RED), (right, axes[2:], GREEN)):
        for axis, index in zip(block.flat, chosen, strict=False):
            axis.imshow(np.squeeze(images[index]), cmap="gray")
            text = f"{predictions[index]} ({confidence[index]:.0%})"
            if predictions[index] != labels[index]:
                text += f"\ntrue: {labels[index]}"
            axis.set_title(text, fontsize=8, color=colour)
    figure.suptitle("The most confident mistakes, above; right answers, below", fontsize=10)
    _save(figure, path)


def label_distribution(path, **parts):
    """Draw how many pictures there are of each digit.

    Args:
        path: the PNG to write.
        **parts: integer labels (n,) by the name to show, such as `training=train_labels`.
    """
    figure, axes = _figure(1, 1, width=5.6, height=3)
    axis = axes.flat[0]
    width = 0.8 / len(parts)
    for index, (name, labels) in enumerate(parts.items()):
        share = np.bincount(np.asarray(labels).astype(int), minlength=10)[:10] / len(labels)
        axis.bar(np.arange(10) + (index - (len(parts) - 1) / 2) * width, 100 * share, width, label=name)
    axis.set(title="Labels", xlabel="digit", ylabel="% of the pictures", xticks=range(10))
    axis.set_ylim(top=axis.get_ylim()[1] * 1.18)  # room for the legend above the bars
    axis.legend(frameon=False, ncols=len(parts), loc="upper right")
    _save(figure, path)


def kernels(path, image, seen):
    """Draw a picture, and below each kernel what the picture looks like through it.

    Args:
        path: the PNG to write.
        image: (h, w, 1), any range.
        seen: `[(name, kernel (kh, kw), result (oh, ow)), ...]`.
    """
    columns = len(seen) // 2 + 1
    figure, axes = _figure(4, columns, width=columns * 1.25, height=5.6)
    for axis in axes.flat:
        axis.axis("off")
    axes[1, 0].imshow(np.squeeze(image), cmap="gray")
    axes[1, 0].set_title("the picture", fontsize=8)
    half = -(-len(seen) // 2)
    for index, (name, kernel, result) in enumerate(seen):
        block, column = divmod(index, half)
        for row, values in ((2 * block, kernel), (2 * block + 1, result)):
            # Grey is zero, white the most, black the least: signs can be seen.
            most = max(float(np.abs(values).max()), 1e-6)
            axes[row, column + 1].imshow(values, cmap="gray", vmin=-most, vmax=most)
            axes[row, column + 1].set_axis_on()
            axes[row, column + 1].set(xticks=[], yticks=[])  # a frame, for a kernel that is all white
        axes[2 * block, column + 1].set_title(name, fontsize=8)
    figure.suptitle("Kernels, and what the picture looks like through them (grey is zero)", fontsize=10)
    _save(figure, path)


def adversaries(path, history):
    """Draw how two networks fare against each other: their losses, and the discriminator's accuracy.

    Args:
        path: the PNG to write.
        history: lists by name, of one length: `step`, `d_loss`, `g_loss`, `real_accuracy`, `fake_accuracy`.
    """
    figure, axes = _figure(1, 2, width=8.4, height=3.2)
    losses, accuracies = axes.flat
    for axis, name, label, colour in (
        (losses, "d_loss", "discriminator", BLUE),
        (losses, "g_loss", "generator", ORANGE),
        (accuracies, "real_accuracy", "on real pictures", GREEN),
        (accuracies, "fake_accuracy", "on generated ones", RED),
    ):
        axis.plot(history["step"], history[name], color=colour, label=label)
    losses.axhline(2 * np.log(2), color=BLUE, linestyle=":", linewidth=1, label="discriminator undecided (2 log 2)")
    losses.set(title="loss", xlabel="step")
    accuracies.set(title="accuracy of the discriminator", xlabel="step", ylim=(-0.03, 1.03))
    for axis in axes.flat:
        axis.grid(alpha=0.3)
        axis.legend(frameon=False, fontsize=8)
    _save(figure, path)


def to_bytes(images):
    """Pictures in [-1, 1], (n, 28, 28, 1), as bytes (n, 28, 28), as data sets have them: 0 black, 255 white."""
    images = np.asarray(images, dtype="float32")[..., 0]
    return np.clip(np.rint((images + 1) * 127.5), 0, 255).astype("uint8")


def sheet(path, images, columns=10):
    """Write pictures in [-1, 1], (n, 28, 28, 1), side by side."""
    _sheet(images, columns).save(path)


def film(path, frames, columns=10, seconds=10):
    """Write an animated GIF.

    Args:
        path: the GIF to write.
        frames: list of pictures in [-1, 1], (n, 28, 28, 1) each; a frame shows all n.
        columns: pictures in a row.
        seconds: how long it takes before it begins again; the last frame stays for two more.
    """
    images = [_sheet(frame, columns) for frame in frames]
    durations = [1000 * seconds // len(images)] * len(images)
    durations[-1] += 2000
    images[0].save(path, save_all=True, append_images=images[1:], duration=durations, loop=0)


def _sheet(images, columns, scale=2, gap=2):
    """A Pillow image of a sheet of pictures."""
    from PIL import Image

    images = to_bytes(images)
    rows = -(-len(images) // columns)
    height, width = (side + gap for side in images.shape[1:])
    paper = np.full((rows * height + gap, columns * width + gap), 64, dtype="uint8")
    for index, image in enumerate(images):
        row, column = divmod(index, columns)
        top, left = row * height + gap, column * width + gap
        paper[top : top + height - gap, left : left + width - gap] = image
    return Image.fromarray(paper.repeat(scale, axis=0).repeat(scale, axis=1))


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


def softmax(logits):
    """Probabilities (n, k) from logits (n, k)."""
    logits = np.asarray(logits, dtype="float64")
    exponentials = np.exp(logits - logits.max(axis=1, keepdims=True))
    return exponentials / exponentials.sum(axis=1, keepdims=True)


def _figure(rows, columns, width, height):
    # Matplotlib is imported when the first picture is drawn: the checker loads exercises that draw none.
    from matplotlib.figure import Figure

    figure = Figure(figsize=(width, height), layout="constrained", dpi=120)
    return figure, figure.subplots(rows, columns, squeeze=False)


def _save(figure, path):
    figure.savefig(path)
