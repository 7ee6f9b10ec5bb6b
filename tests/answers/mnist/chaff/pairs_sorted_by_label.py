# fails: prepare_range
# also: prepare_labels
# names: The numbers are right, but they stand in other places
import numpy as np


def prepare(images, labels):
    order = np.argsort(labels, kind="stable")
    return images[order][..., np.newaxis].astype("float32") / 255, labels[order]
