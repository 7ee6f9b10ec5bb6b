"""Images of data and of results: plots, sheets and films of images, diagrams of models."""

from workshop.images.diagrams import diagram
from workshop.images.plots import (
    adversaries,
    answers,
    confusion,
    curves,
    kernels,
    label_distribution,
    learning_curves,
    softmax,
)
from workshop.images.sheets import each_class, film, sheet, to_bytes

__all__ = [
    "adversaries",
    "answers",
    "confusion",
    "curves",
    "diagram",
    "each_class",
    "film",
    "kernels",
    "label_distribution",
    "learning_curves",
    "sheet",
    "softmax",
    "to_bytes",
]
