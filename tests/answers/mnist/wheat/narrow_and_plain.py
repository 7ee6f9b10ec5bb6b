import keras
import numpy as np


def prepare(images, labels):
    prepared = np.empty((len(images), 28, 28, 1), dtype=np.float32)
    prepared[..., 0] = images
    prepared /= np.float32(255)
    return [prepared, labels]


def build_model():
    return keras.models.Sequential(
        [
            keras.layers.Input(shape=(28, 28, 1)),
            keras.layers.Flatten(),
            keras.layers.Dense(units=16, activation=keras.ops.relu),
            keras.layers.Dense(units=10, activation=None),
        ]
    )
