# fails: prepare_range
import numpy as np


def prepare(images):
    return ((images[..., np.newaxis] - 127) / 127).astype("float32")
