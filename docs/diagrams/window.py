"""A kernel on an image: which numbers are multiplied and added for the first number of the output."""

import numpy as np
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

IMAGE = np.array([[0, 0, 1, 1, 0], [0, 0, 1, 1, 0], [0, 0, 1, 1, 0], [0, 0, 0, 0, 0]])
KERNEL = np.array([[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]])
OUTPUT = np.array([[4, 4, -4], [3, 3, -3]])


def grid(axes, numbers, title, marked):
    """Numbers in cells, with a frame around the rows and columns `marked` at the upper left."""
    height, width = numbers.shape
    axes.imshow(numbers, cmap="Greys_r", vmin=-6, vmax=3, alpha=0.35)
    for (row, column), number in np.ndenumerate(numbers):
        axes.text(column, row, str(number), ha="center", va="center", fontsize=13)
    axes.add_patch(Rectangle((-0.5, -0.5), marked, marked, fill=False, edgecolor="#b5762a", linewidth=3, clip_on=False))
    axes.set(xticks=[], yticks=[], title=title, xlim=(-0.6, width - 0.4), ylim=(height - 0.4, -0.6))
    axes.set_frame_on(False)


def draw():
    """The image, the kernel and the output, side by side."""
    figure = Figure(figsize=(5.4, 2.2), layout="constrained")
    axes = figure.subplots(1, 3, width_ratios=(5, 3, 3))
    for each, numbers, title, marked in zip(
        axes, (IMAGE, KERNEL, OUTPUT), ("image (4, 5)", "kernel (3, 3)", "output (2, 3)"), (3, 3, 1), strict=True
    ):
        grid(each, numbers, title, marked)
    return figure
