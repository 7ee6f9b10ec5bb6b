# tries: to have the checker blame itself: weights of whole numbers, which it would multiply in place
# tells: rebuilding the model of build_model()
import sys

import keras
import numpy as np
from keras import layers

_read = sys.modules["__main__"].Worker.do_read


def _whole(self, target):
    taken = _read(self, target)
    taken["weights"] = [np.round(100 * array).astype("int64") for array in taken["weights"]]
    return taken


sys.modules["__main__"].Worker.do_read = _whole


def build_model():
    return keras.Sequential([keras.Input((28, 28, 1)), layers.Flatten(), layers.Dense(10)])
