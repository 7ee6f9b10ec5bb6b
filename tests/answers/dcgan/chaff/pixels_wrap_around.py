# fails: prepare_range
# names: make the numbers float before subtracting
# calibrates: 1
import numpy as np


def prepare(images):
    return ((images[..., np.newaxis] - 127) / 127).astype("float32")
