"""The data that checks train on."""

from typing import NamedTuple

import numpy as np

from checker.errors import CheckerError


def load_digits():
    """MNIST, or glyphs where MNIST cannot be had: a `workshop.data.Dataset`.

    Raises:
        CheckerError: the data on this machine is damaged; nothing that a learner's answer could help.
    """
    from workshop import data

    try:
        return data.load("mnist")
    except data.DataError as error:
        raise CheckerError(f"{error}\nTo check without training: --no-train.") from None


class Some(NamedTuple):
    """Some pictures of a data set, float32 (n, 28, 28, 1) in [0, 1], with their labels, and the name of the data."""

    train_images: np.ndarray
    train_labels: np.ndarray
    test_images: np.ndarray
    test_labels: np.ndarray
    name: str


def load_some(train, test, rng):
    """Draw pictures of MNIST; of glyphs where MNIST cannot be had: a `Some`.

    Raises:
        CheckerError: the data on this machine is damaged; nothing that a learner's answer could help.
    """
    loaded, parts = load_digits(), []
    for split, count in zip(loaded, (train, test), strict=True):
        chosen = rng.choice(len(split.labels), count, replace=False)
        parts += [split.images[chosen][..., np.newaxis].astype("float32") / 255, split.labels[chosen]]
    return Some(*parts, loaded.name)
