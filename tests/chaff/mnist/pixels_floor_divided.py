# fails: prepare_range
import numpy as np


def prepare(images, labels):
    return (images[..., np.newaxis] // 255).astype("float32"), labels
