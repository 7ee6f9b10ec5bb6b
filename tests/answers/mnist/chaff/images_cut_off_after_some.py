# fails: prepare_range
# also: prepare_labels
# names: is a number of images left in the code from a quick try
import numpy as np

MOST = 5000


def prepare(images, labels):
    return images[:MOST, :, :, np.newaxis].astype("float32") / 255, labels[:MOST]
