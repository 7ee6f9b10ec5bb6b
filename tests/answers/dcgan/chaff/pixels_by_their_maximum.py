# fails: prepare_range
# names: The same byte must give the same number in every batch
import numpy as np


def prepare(images):
    images = images[..., np.newaxis].astype("float32")
    return 2 * (images - images.min()) / (images.max() - images.min()) - 1
