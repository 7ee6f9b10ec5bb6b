"""Steps of gradient descent for a single weight: against the slope, and shorter where it is flatter."""

import numpy as np
from matplotlib.figure import Figure

GOAL, RATE, START, STEPS = 2.0, 0.3, -1.5, 4


def loss(w):
    """A loss with its lowest point at `GOAL`."""
    return 0.3 * (w - GOAL) ** 2 + 0.4


def slope(w):
    """The loss's gradient."""
    return 0.6 * (w - GOAL)


def draw():
    """The loss over the weight, the slope at the start, and the first steps."""
    figure = Figure(figsize=(4.8, 3.6), layout="constrained")
    axes = figure.add_subplot()
    line = np.linspace(-2.3, 4.6, 200)
    axes.plot(line, loss(line), color="#4a6fa5", linewidth=2)
    w = START
    for step in range(STEPS + 1):
        axes.plot(w, loss(w), "o", color="#b5762a", zorder=3)
        if step == 0:
            near = np.array([-0.8, 1.3])
            axes.plot(w + near, loss(w) + slope(w) * near, color="#666666", linestyle="--")
            axes.annotate(
                "its slope here is the gradient",
                (w + 0.7, loss(w) + slope(w) * 0.7),
                (0.4, 3.7),
                arrowprops={"arrowstyle": "-", "color": "#999999"},
            )
        after = w - RATE * slope(w) * 3
        if step < STEPS:
            axes.annotate(
                "",
                (after, loss(after)),
                (w, loss(w)),
                arrowprops={"arrowstyle": "->", "color": "#b5762a", "linewidth": 1.5},
            )
        w = after
    axes.text(-0.1, 2.2, "one step", color="#8a5518")
    axes.set(xlabel="a weight", ylabel="loss", xticks=[], yticks=[], ylim=(0, 5))
    return figure
