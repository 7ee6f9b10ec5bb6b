# fails: prepare_shape
# also: prepare_dtype prepare_labels
# names: Those look like the labels: the images come first
import numpy as np


def prepare(images, labels):
    return labels, images[..., np.newaxis].astype("float32") / 255
