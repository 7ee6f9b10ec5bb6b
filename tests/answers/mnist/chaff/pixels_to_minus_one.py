# fails: prepare_range
# names: This range goes below zero
import numpy as np


def prepare(images, labels):
    return images[..., np.newaxis].astype("float32") / 127.5 - 1, labels
