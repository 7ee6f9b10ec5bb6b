"""Plots of data and of results, each written to one PNG.

They are drawn on `matplotlib.figure.Figure` objects of their own: no window, no shared state, any thread.
"""

import string

import numpy as np

from workshop.images.words import course

BLUE, ORANGE, GREEN, RED = "#2f6db3", "#e07b28", "#3a8f5c", "#c4413b"
DIGITS = tuple(string.digits)  # the classes where nobody says otherwise
LEGIBLE = 40  # classes: a table of more has no numbers in its cells
LINES, MARKERS = ("-", "--", "-.", ":"), "osD^v"
COLOURS = BLUE, ORANGE, GREEN, RED, "#7a4fa3"
# What is watched of two networks that train against each other: how it is called in the legend, and its colour.
WATCHED = {
    "d_loss": ("discriminator", BLUE),
    "g_loss": ("generator", ORANGE),
    "real_accuracy": ("on real images", BLUE),
    "fake_accuracy": ("on generated ones", ORANGE),
}


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
    told = [
        f"{'validation' if whole.startswith('val_') else 'training'} {name} {course(history[whole])}"
        for name in names
        for whole in (name, f"val_{name}")
        if whole in history
    ]
    count = max(map(len, history.values()), default=0)
    figure.set_label(f"Curves over {count} epoch{'s' * (count != 1)}: {'; '.join(told)}.")
    _save(figure, path)


def confusion(path, labels, predictions, classes=DIGITS):
    """Draw how often each class was taken for each other; the diagonal, the right answers, stays pale.

    Args:
        path: the PNG to write.
        labels: integers (n,), the truth.
        predictions: integers (n,).
        classes: the names of the classes, k of them; labels and predictions lie from 0 to k - 1.
    """
    count = len(classes)
    counts = np.zeros((count, count), dtype=int)
    np.add.at(counts, (np.asarray(labels), np.asarray(predictions)), 1)
    errors = counts * (1 - np.eye(count, dtype=int))
    side = min(max(5, count / 2), 20)  # inches
    figure, axes = _figure(1, 1, width=side, height=side - 0.2)
    axis = axes.flat[0]
    axis.imshow(errors, cmap="Oranges", vmax=max(errors.max(), 1))
    for row, column in np.argwhere(counts) if count <= LEGIBLE else ():
        right = row == column
        dark = errors[row, column] > errors.max() * 0.6
        colour = GREEN if right else ("white" if dark else "black")
        axis.text(column, row, counts[row, column], ha="center", va="center", fontsize=7.5, color=colour)
    axis.set(title=f"Which {_noun(classes)} was taken for which", xlabel="predicted", ylabel="true")
    _name_classes(axis.xaxis, classes)
    _name_classes(axis.yaxis, classes)
    told = f"A table of {count} by {count}, true against predicted: {counts.trace():,} of {counts.sum():,} are right"
    worst = [np.unravel_index(place, errors.shape) for place in np.argsort(-errors, axis=None, kind="stable")[:3]]
    most = [f"{classes[a]} for {classes[b]}, {errors[a, b]} times" for a, b in worst if errors[a, b]]
    figure.set_label(f"{told}; most often taken was {'; '.join(most)}." if most else f"{told}.")
    _save(figure, path)


def answers(path, images, labels, logits, columns=10, classes=DIGITS):
    """Draw a sheet of images: first the network's worst mistakes, then right answers, each with its confidence.

    Args:
        path: the PNG to write.
        images: grey, (n, h, w) or (n, h, w, 1), in any range; or (n, h, w, 3), bytes, or floats in [0, 1].
        labels: integers (n,).
        logits: floats (n, k).
        columns: images in a row; there are two rows of each kind.
        classes: the names of the k classes.
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
            is_right = predictions[index] == labels[index]
            text = f"{'✓' if is_right else '✗'} {classes[predictions[index]]} ({confidence[index]:.0%})"
            if not is_right:
                text += f"\ntrue: {classes[labels[index]]}"
            axis.set_title(text, fontsize=8, color=colour)
    figure.suptitle("The most confident mistakes, above; right answers, below", fontsize=10)
    told = [
        f"a {classes[labels[each]]} taken for {classes[predictions[each]]} ({confidence[each]:.0%})" for each in wrong
    ]
    several = f"{', '.join(told[:5])}{' and so on' * (len(told) > 5)}" if told else "no mistakes"
    of_all = f"{np.count_nonzero(predictions != labels):,} of {len(labels):,} are wrong"
    figure.set_label(f"Two rows of mistakes, the surest first: {several}; two rows of right answers. {of_all}.")
    _save(figure, path)


def label_distribution(path, classes=DIGITS, **parts):
    """Draw how many images there are of each class.

    Args:
        path: the PNG to write.
        classes: the names of the classes.
        **parts: integer labels (n,) by the name to show, such as `training=train_labels`.
    """
    count = len(classes)
    figure, axes = _figure(1, 1, width=min(max(5.6, count * 0.4), 20), height=3)
    axis = axes.flat[0]
    width, told = 0.8 / len(parts), []
    for index, (name, labels) in enumerate(parts.items()):
        share = np.bincount(np.asarray(labels).astype(int), minlength=count)[:count] / len(labels)
        axis.bar(np.arange(count) + (index - (len(parts) - 1) / 2) * width, 100 * share, width, label=name)
        least, most = share.argmin(), share.argmax()
        told.append(f"of {name}, from {share[least]:.1%} ({classes[least]}) to {share[most]:.1%} ({classes[most]})")
    axis.set(title="Labels", xlabel=_noun(classes), ylabel="% of the images")
    _name_classes(axis.xaxis, classes)
    axis.set_ylim(top=axis.get_ylim()[1] * 1.18)  # room for the legend above the bars
    axis.legend(frameon=False, ncols=len(parts), loc="upper right")
    figure.set_label(f"Bars, the share of each {_noun(classes)}: {'; '.join(told)}.")
    _save(figure, path)


def kernels(path, image, seen):
    """Draw an image, and below each kernel the image as this kernel sees it.

    Args:
        path: the PNG to write.
        image: (h, w, 1), any range; or (h, w, 3), bytes, or floats in [0, 1].
        seen: `[(name, kernel (kh, kw), result (oh, ow)), ...]`.
    """
    columns = len(seen) // 2 + 1
    figure, axes = _figure(4, columns, width=columns * 1.25, height=5.6)
    for axis in axes.flat:
        axis.axis("off")
    axes[1, 0].imshow(np.squeeze(image), cmap="gray")
    axes[1, 0].set_title("the image", fontsize=8)
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
    figure.suptitle("Kernels, and what the image looks like through them (grey is zero)", fontsize=10)
    names = ", ".join(name for name, _, _ in seen)
    figure.set_label(f"An image, and what {len(seen)} kernels see of it, each below its kernel: {names}.")
    _save(figure, path)


def adversaries(path, history):
    """Draw how two networks do against each other: their losses, and what else was recorded.

    Args:
        path: the PNG to write.
        history: lists by name, of one length: `step`, losses, whose names end in `_loss`, and what there is of shares
            of right answers, `real_accuracy` and `fake_accuracy`, and of anything else that a step reports; there is a
            plot for each of the three kinds.
    """
    names = [name for name in history if name != "step"]
    losses, accuracies = ([name for name in names if name.endswith(ending)] for ending in ("_loss", "_accuracy"))
    others = [name for name in names if name not in losses + accuracies]
    kinds = {"loss": losses, "accuracy of the discriminator": accuracies, ", ".join(others): others}
    kinds = {kind: found for kind, found in kinds.items() if found}
    figure, axes = _figure(1, len(kinds), width=4.2 * len(kinds), height=3.2)
    colours, told = [BLUE, ORANGE, GREEN, RED], []
    for axis, (kind, found) in zip(axes.flat, kinds.items(), strict=True):
        each = []
        for index, name in enumerate(found):
            plain = name.removesuffix("_loss").replace("_", " ")
            label, colour = WATCHED.get(name, (plain, colours[index % len(colours)]))
            # Not by their colours alone: the second is dashed.
            axis.plot(history["step"], history[name], LINES[index % len(LINES)], color=colour, label=label)
            each.append(f"{label} {course(history[name])}")
        told.append(f"{kind[0].upper()}{kind[1:]}: {'; '.join(each)}")
        axis.set(title=kind, xlabel="step")
        if "d_loss" in found:
            undecided = 2 * np.log(2)
            axis.axhline(undecided, color=BLUE, linestyle=":", linewidth=1, label="discriminator undecided (2 log 2)")
        if found is accuracies:
            axis.set(ylim=(-0.03, 1.03))
        axis.grid(alpha=0.3)
        axis.legend(frameon=False, fontsize=8)
    figure.set_label(f"Curves over {max(history['step'], default=0)} steps. {'. '.join(told)}.")
    _save(figure, path)


def learning_curves(path, measured):
    """Draw how accuracy grows with the number of training images, with a curve for each way to learn.

    Args:
        path: the PNG to write.
        measured: `{name: [(size, mean, low, high), ...]}`: for each way the number of images of a class, the mean
            accuracy, from 0 to 1, and its interval; low and high are nan where there is none.
    """
    figure, axes = _figure(1, 1, width=6.6, height=4.4)
    axis, told = axes.flat[0], []
    points = np.concatenate([np.array(points, dtype="float64") for points in measured.values()])
    ticks, means = np.unique(points[:, 0]), points[:, 1]
    room = 0.2 * np.ptp(means) + 0.01
    # Intervals of few measurements may reach far beyond what an accuracy can be.
    limits = max(0, means.min() - room), min(1, means.max() + room)
    apart = (ticks[-1] / ticks[0]) ** 0.01  # else bars would lie upon each other
    for index, (name, points) in enumerate(measured.items()):
        sizes, means, lows, highs = np.array(points, dtype="float64").T
        look = {"color": COLOURS[index % len(COLOURS)], "linestyle": LINES[index % len(LINES)], "linewidth": 1.3}
        look |= {"marker": MARKERS[index % len(MARKERS)], "markersize": 4, "elinewidth": 1, "capsize": 3}
        beside = apart ** (index - (len(measured) - 1) / 2)
        axis.errorbar(sizes * beside, means, np.nan_to_num([means - lows, highs - means]), label=name, **look)
        each = [f"{mean:.1%} at {size:g}" for size, mean in zip(sizes, means, strict=True)]
        told.append(f"{name} {', '.join(each)}")
    axis.set(xscale="log", xlabel="original images of a class", ylabel="accuracy on held-out images")
    axis.set_xticks(ticks, [f"{size:g}" for size in ticks])
    axis.minorticks_off()
    axis.set_ylim(*limits)
    axis.grid(alpha=0.3)
    axis.legend(frameon=False, fontsize=8)
    figure.set_label(f"Mean accuracy over the number of original images of a class: {'; '.join(told)}.")
    _save(figure, path)


def softmax(logits):
    """Probabilities (n, k) from logits (n, k)."""
    logits = np.asarray(logits, dtype="float64")
    exponentials = np.exp(logits - logits.max(axis=1, keepdims=True))
    return exponentials / exponentials.sum(axis=1, keepdims=True)


def _noun(classes):
    return "digit" if tuple(classes) == DIGITS else "class"


def _name_classes(axis, classes):
    """Write the names of the classes along an axis of Matplotlib."""
    axis.set_ticks(range(len(classes)), classes)
    if max(map(len, classes)) > 2:
        axis.set_tick_params(labelrotation=90 if axis.axis_name == "x" else 0)


def _figure(rows, columns, width, height):
    # Matplotlib is imported when the first plot is drawn: the checker loads exercises that draw none.
    from matplotlib.figure import Figure

    figure = Figure(figsize=(width, height), layout="constrained", dpi=120)
    return figure, figure.subplots(rows, columns, squeeze=False)


def _save(figure, path):
    """Write a figure; its label, which Matplotlib does not show, tells in the file what one sees."""
    figure.savefig(path, metadata={"Description": figure.get_label()})
