# fails: prepare_labels
import numpy as np


def prepare(images, labels):
    return images[..., np.newaxis].astype("float32") / 255, labels.astype("float32")
