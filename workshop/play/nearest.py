"""The real image that is nearest to a generated one: is it new, or a copy?"""

from pathlib import Path

import numpy as np

from workshop import data
from workshop.data.catalogue import find
from workshop.play.session import encoded


class Nearest:
    """The training images of a data set, loaded when they are first asked for.

    Attributes:
        may_be_had: whether there is such a data set, as far as one knows without loading it.
    """

    def __init__(self, dataset, shape):
        self._dataset, self._shape, self._rows = dataset, shape, None
        entry = find(dataset)
        suits = entry and (*entry.shape, 1)[:3] == shape
        self.may_be_had = bool(dataset) and bool(suits if entry else Path(dataset).exists())

    def of(self, image):
        """The nearest training image, by the sum of squared differences between pixels.

        Args:
            image: uint8 (h, w, 1) or (h, w, 3).

        Returns:
            A dictionary: the `image`, as bytes in base64, its `label`, and the `distance`: the root of the mean squared
            difference of a pixel's, from 0 for a copy to 255.

        Raises:
            ValueError: the images are none to compare with; `DataError`, which is another: they are not here.
        """
        if self._rows is None:
            self._load()
        row = image.reshape(-1).astype("float32")
        squares = self._squares - 2 * (self._rows @ row) + row @ row
        place = int(squares.argmin())
        label = int(self._labels[place])
        return {
            "image": encoded(self._images[place]),
            "label": self._classes[label] if label < len(self._classes) else str(label),
            "distance": round(float(np.sqrt(max(squares[place], 0) / len(row))), 1),
        }

    def _load(self):
        dataset = data.load(self._dataset)
        if (*dataset.shape, 1)[:3] != self._shape:
            raise ValueError(f"the images of {dataset.name} have another shape, {dataset.shape}")
        self._images, self._labels, self._classes = dataset.train.images, dataset.train.labels, dataset.classes
        rows = self._images.reshape(len(self._images), -1).astype("float32")
        self._squares = np.einsum("ij,ij->i", rows, rows)
        self._rows = rows
