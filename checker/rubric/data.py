"""The data that checks train on."""

from typing import NamedTuple

import numpy as np

from checker.errors import CheckerError
from checker.rubric.images import with_channels


def load(dataset):
    """A data set by its name, or what stands in its place where it cannot be had: a `workshop.data.Dataset`.

    Raises:
        CheckerError: the data on this machine is damaged; nothing that a learner's answer could help.
    """
    from workshop import data

    try:
        return data.load(dataset)
    except data.DataError as error:
        raise CheckerError(f"{error}\nTo check without training: --no-train.") from None


class Some(NamedTuple):
    """Some images of a data set, float32 (n, h, w, c) in [0, 1], with their labels, and the name of the data."""

    train_images: np.ndarray
    train_labels: np.ndarray
    test_images: np.ndarray
    test_labels: np.ndarray
    name: str


def load_some(dataset, train, test, rng):
    """Draw images of a data set: a `Some`.

    Args:
        dataset: its name, as for `load`.
        train, test: how many.
        rng: `numpy.random.Generator`.

    Raises:
        CheckerError: the data on this machine is damaged; nothing that a learner's answer could help.
    """
    loaded, parts = load(dataset), []
    for split, count in zip(loaded, (train, test), strict=True):
        chosen = rng.choice(len(split.labels), count, replace=False)
        parts += [with_channels(split.images[chosen]).astype("float32") / 255, split.labels[chosen]]
    return Some(*parts, loaded.name)
