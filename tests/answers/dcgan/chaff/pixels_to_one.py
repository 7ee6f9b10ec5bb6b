# fails: prepare_range
# names: This range begins at 0
# calibrates: 1
import numpy as np


def prepare(images):
    return images[..., np.newaxis].astype("float32") / 255
