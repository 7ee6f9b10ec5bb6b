# fails: prepare_range
# names: The pixels go beyond 1, where no tanh can
import numpy as np


def prepare(images):
    return images[..., np.newaxis].astype("float32") / 255 * 2
