# fails: prepare_range
import numpy as np


def prepare(images):
    return images[..., np.newaxis].astype("float32") / 255 * 2
