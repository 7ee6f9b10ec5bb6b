# fails: prepare_range
import numpy as np


def prepare(images):
    images = images[..., np.newaxis].astype("float32")
    return (images - images.mean()) / images.std()
