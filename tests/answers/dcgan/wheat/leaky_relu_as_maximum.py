# calibrates: 2
import keras
from keras import layers, ops


def build_discriminator():
    inputs = x = keras.Input((28, 28, 1))
    for filters in (32, 64):
        x = layers.Conv2D(filters, 4, strides=2, padding="same")(x)
        x = ops.maximum(0.2 * x, x)
    return keras.Model(inputs, layers.Dense(1)(layers.Flatten()(x)))
