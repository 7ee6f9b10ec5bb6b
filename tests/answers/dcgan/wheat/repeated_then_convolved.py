# Rows and columns repeated by an operation, as UpSampling2D does it.
import keras
from keras import layers, ops


def build_generator(latent_dim):
    inputs = keras.Input((latent_dim,))
    x = layers.Reshape((7, 7, 48))(layers.Dense(7 * 7 * 48)(inputs))
    x = ops.relu(layers.BatchNormalization()(x))
    x = ops.repeat(ops.repeat(x, 2, axis=1), 2, axis=2)
    x = ops.relu(layers.BatchNormalization()(layers.Conv2D(24, 3, padding="same")(x)))
    x = ops.repeat(ops.repeat(x, 2, axis=1), 2, axis=2)
    return keras.Model(inputs, ops.tanh(layers.Conv2D(1, 3, padding="same")(x)))
