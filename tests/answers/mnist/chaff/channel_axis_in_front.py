# fails: prepare_shape
# also: prepare_range
# names: Keras wants (n, height, width, channels)
import numpy as np


def prepare(images, labels):
    return images[:, np.newaxis].astype("float32") / 255, labels
