# fails: prepare_range
# names: are some left out
import numpy as np


def prepare(images):
    prepared = np.full((*images.shape, 1), -1, dtype="float32")
    for index, image in enumerate(images[:256]):
        prepared[index, ..., 0] = image / 127.5 - 1
    return prepared
