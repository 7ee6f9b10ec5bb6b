# fails: prepare_range
# names: The pixels still have the range of bytes
import numpy as np


def prepare(images, labels):
    return images[..., np.newaxis].astype("float32"), labels
