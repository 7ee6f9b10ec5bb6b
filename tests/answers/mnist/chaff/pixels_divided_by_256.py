# fails: prepare_range
# names: the brightest value that a byte can have
import numpy as np


def prepare(images, labels):
    return images[..., np.newaxis].astype("float32") / 256, labels
