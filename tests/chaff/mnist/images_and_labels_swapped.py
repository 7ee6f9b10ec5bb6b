# fails: prepare_shape
# also: prepare_dtype prepare_labels
import numpy as np


def prepare(images, labels):
    return labels, images[..., np.newaxis].astype("float32") / 255
