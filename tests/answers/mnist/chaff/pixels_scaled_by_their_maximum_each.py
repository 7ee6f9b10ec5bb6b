# fails: prepare_range
import numpy as np


def prepare(images, labels):
    images = images[..., np.newaxis].astype("float32")
    return images / images.max(axis=(1, 2, 3), keepdims=True) * 0.9, labels
