# tries: to return an array that lies about what it is
# tells: float32
# honest: prepare_shape prepare_labels
import numpy as np


class Liar(np.ndarray):
    @property
    def dtype(self):
        return np.dtype("float32")

    @property
    def shape(self):
        return (5, 28, 28, 1)

    def __eq__(self, other):
        return np.ones(1, bool)


def prepare(images, labels):
    return images[..., np.newaxis].view(Liar), labels
