# fails: prepare_shape
# names: Does the function end with `return`
import numpy as np


def prepare(images, labels):
    images = images[..., np.newaxis].astype("float32") / 255
