# fails: prepare_range
# names: convert to float before subtracting
# calibrates: 1
import numpy as np


def prepare(images):
    return ((images[..., np.newaxis] - 127) / 127).astype("float32")
