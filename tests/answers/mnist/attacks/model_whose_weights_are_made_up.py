# tries: to hand over other weights at each question
# tells: build_model
import itertools

import keras
import numpy as np

keras.Model.get_weights = lambda self: (np.zeros(2**28, "float32") for _ in itertools.repeat(0))


def build_model():
    return keras.Sequential([keras.Input((28, 28, 1)), keras.layers.Flatten(), keras.layers.Dense(10)])
