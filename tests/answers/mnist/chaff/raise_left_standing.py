# fails: prepare_shape
# also: prepare_dtype prepare_labels
# names: Your code is there, but NotImplementedError is still raised
import numpy as np


def prepare(images, labels):
    raise NotImplementedError("mnist.prepare is yours to write")
    return images[..., np.newaxis].astype("float32") / 255, labels
