# fails: prepare_labels
# names: the dtype of the labels that prepare() returned
import numpy as np


def prepare(images, labels):
    return images[..., np.newaxis].astype("float32") / 255, labels.astype("float32")
