# fails: prepare_range
import numpy as np


def prepare(images, labels):
    return images[..., np.newaxis].astype("float32") / 256, labels
