# fails: prepare_labels
# names: one-hot rows are not needed
import keras
import numpy as np


def prepare(images, labels):
    return images[..., np.newaxis].astype("float32") / 255, keras.utils.to_categorical(labels, 10)
