# fails: prepare_dtype
import numpy as np


def prepare(images, labels):
    return images[..., np.newaxis] / 255, labels
