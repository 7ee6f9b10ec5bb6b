"""The images of the lesson on `wgan`: samples of its solution, and earth that is moved on a line; see make.py."""

import matplotlib.pyplot as plt
import numpy as np
from make import HERE, Run, sheet

REAL, FAKE = np.array([1, 2, 3, 6]), np.array([0, 1, 1, 2])
BLUE, ORANGE, GREY = "#0072B2", "#D55E00", "#666666"


def earth(_):
    """Who goes where, and how two measures of being apart grow with the distance between two sets of points."""
    figure, (left, right) = plt.subplots(1, 2, figsize=(9, 3.2), dpi=100, layout="constrained")
    # Points at one place stand side by side.
    heights = np.zeros(len(FAKE))
    for index in range(1, len(FAKE)):
        heights[index] = heights[index - 1] - 0.16 if FAKE[index] == FAKE[index - 1] else 0
    for start, height, end in zip(np.sort(FAKE), heights, np.sort(REAL), strict=True):
        left.annotate("", (end, 0.96), (start, height + 0.04), arrowprops={"arrowstyle": "->", "color": GREY})
    left.plot(np.sort(REAL), np.ones(len(REAL)), "o", color=BLUE, markersize=11, label="real")
    left.plot(np.sort(FAKE), heights, "s", color=ORANGE, markersize=10, label="fake")
    left.set(title="four distances: 1 + 1 + 2 + 4, mean 2", yticks=[], ylim=(-0.4, 1.3), xlim=(-0.6, 6.6))
    left.legend(loc="lower right", frameon=False)
    # Two sets of points, spread evenly over 1 and moved apart: then both measures are known exactly.
    shift = np.linspace(0, 3, 301)
    right.plot(shift, shift, color=BLUE, label="earth mover's distance")
    right.plot(shift, np.minimum(shift, 1), color=ORANGE, linestyle="--", label="what a perfect discriminator gains")
    right.axvline(1, color=GREY, linestyle=":", linewidth=1)
    right.text(1.08, 0.25, "no overlap\nfrom here on", color=GREY, fontsize=9)
    right.set(title="a set slides away", xlabel="by how much it has moved")
    right.legend(loc="upper left", frameon=False, fontsize=9)
    figure.savefig(HERE / "wgan-earth.png")
    plt.close(figure)


RUNS = {"wgan": Run([sheet("wgan-samples"), earth])}
