# fails: prepare_range
# names: convert to float before dividing
import numpy as np


def prepare(images, labels):
    return (images[..., np.newaxis] // 255).astype("float32"), labels
