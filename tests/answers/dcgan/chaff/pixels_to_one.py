# fails: prepare_range
# names: This range begins at 0
import numpy as np


def prepare(images):
    return images[..., np.newaxis].astype("float32") / 255
