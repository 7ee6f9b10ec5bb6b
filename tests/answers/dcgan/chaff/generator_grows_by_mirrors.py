# fails: generator_growth
# also: learns
# names: by Pad, Conv2DTranspose, which
# From 7x7 to 14x14 only mirrored places come to it.
import keras
from keras import layers, ops


def build_generator(latent_dim):
    inputs = keras.Input((latent_dim,))
    x = layers.Reshape((7, 7, 32))(layers.Dense(7 * 7 * 32)(inputs))
    x = layers.ReLU()(layers.BatchNormalization()(x))
    x = ops.pad(x, ((0, 0), (3, 4), (3, 4), (0, 0)), mode="reflect")
    x = layers.ReLU()(layers.BatchNormalization()(layers.Conv2D(24, 3, padding="same")(x)))
    return keras.Model(inputs, layers.Conv2DTranspose(1, 4, strides=2, padding="same", activation="tanh")(x))
