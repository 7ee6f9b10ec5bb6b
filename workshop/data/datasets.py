"""What a data set is, and the errors for one that cannot be used."""

from typing import NamedTuple

import numpy as np


class DataError(Exception):
    """A data set that cannot be used; the message says which, why, and what to type next."""


class NotHereError(DataError):
    """There is nothing wrong with the data; it is not on this machine and cannot be fetched."""


class Split(NamedTuple):
    """Images with their labels.

    Attributes:
        images: uint8 (n, h, w), 0 black to 255 white; or (n, h, w, 3): red, green and blue.
        labels: integers (n,) from 0 to k - 1, for k classes.
    """

    images: np.ndarray
    labels: np.ndarray


class Dataset(NamedTuple("Dataset", [("train", Split), ("test", Split)])):
    """Unpacks as Keras's own data sets do: `(x_train, y_train), (x_test, y_test) = load("mnist")`.

    Attributes:
        train, test: each a `Split`.
        name: what was loaded: a name of the catalogue, `"glyphs:DejaVu Sans"`, or a file's path. It is not always what
            was asked for: see `load`.
        shape: of one image, as it is stored: (h, w) or (h, w, 3).
        classes: what the labels mean: a tuple of k names.
    """

    name, classes = "", ()

    def __new__(cls, train, test, name="", classes=()):
        dataset = super().__new__(cls, train, test)
        dataset.name, dataset.classes = name, tuple(classes)
        return dataset

    @property
    def shape(self):
        return self.train.images.shape[1:]
