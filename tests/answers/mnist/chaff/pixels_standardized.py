# fails: prepare_range
# names: Mean and deviation are not wanted here
import numpy as np


def prepare(images, labels):
    images = images[..., np.newaxis].astype("float32")
    return (images - images.mean()) / images.std(), labels
