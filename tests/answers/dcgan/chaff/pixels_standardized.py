# fails: prepare_range
# names: Don't standardize here
import numpy as np


def prepare(images):
    images = images[..., np.newaxis].astype("float32")
    return (images - images.mean()) / images.std()
