"""A transposed convolution: each number of the input stamps the kernel on the output, and overlaps add up."""

import numpy as np
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

INPUT = np.array([[1, 0], [0, 2]])
KERNEL = np.array([[1, 2, 1], [2, 4, 2], [1, 2, 1]])
STRIDE = 2
FRAMES = {(0, 0): "#4a6fa5", (1, 1): "#b5762a"}  # of the inputs that are not 0, and of their stamps


def stamped():
    """The output: the sum of all stamps."""
    output = np.zeros((5, 5), dtype=int)
    for (row, column), number in np.ndenumerate(INPUT):
        output[row * STRIDE : row * STRIDE + 3, column * STRIDE : column * STRIDE + 3] += number * KERNEL
    return output


def grid(axes, numbers, title, frames, size):
    """Numbers in cells, with frames of `size` cells: `{(row, column): colour}`."""
    height, width = numbers.shape
    axes.imshow(numbers, cmap="Greys", vmin=0, vmax=24)
    for (row, column), number in np.ndenumerate(numbers):
        axes.text(column, row, str(number), ha="center", va="center", fontsize=13)
    for (row, column), colour in frames.items():
        axes.add_patch(
            Rectangle((column - 0.5, row - 0.5), size, size, fill=False, edgecolor=colour, linewidth=3, clip_on=False)
        )
    axes.set(xticks=[], yticks=[], title=title, xlim=(-0.6, width - 0.4), ylim=(height - 0.4, -0.6))
    axes.set_frame_on(False)


def draw():
    """The input, the kernel, and the output with the two stamps framed."""
    figure = Figure(figsize=(5.4, 2.6), layout="constrained")
    axes = figure.subplots(1, 3, width_ratios=(2, 3, 5))
    grid(axes[0], INPUT, "input (2, 2)", FRAMES, 1)
    grid(axes[1], KERNEL, "kernel (3, 3)", {}, 0)
    stamps = {(row * STRIDE, column * STRIDE): colour for (row, column), colour in FRAMES.items()}
    grid(axes[2], stamped(), "output (5, 5), stride 2", stamps, 3)
    return figure
