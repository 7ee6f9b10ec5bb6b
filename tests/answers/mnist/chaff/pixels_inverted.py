# fails: prepare_range
# names: Black and white are swapped
import numpy as np


def prepare(images, labels):
    return 1 - images[..., np.newaxis].astype("float32") / 255, labels
