# fails: prepare_labels
import keras
import numpy as np


def prepare(images, labels):
    return images[..., np.newaxis].astype("float32") / 255, keras.utils.to_categorical(labels, 10)
