# fails: prepare_labels
# names: The labels are right, but in another order
import numpy as np


def prepare(images, labels):
    return images[..., np.newaxis].astype("float32") / 255, np.sort(labels)
