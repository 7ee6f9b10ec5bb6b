# fails: generator_growth
# also: generator_noise learns
# names: by Pad, Conv2DTranspose, which
# The image in the middle stays as small as it was; only its border grows.
import keras
from keras import layers, ops


def build_generator(latent_dim):
    inputs = keras.Input((latent_dim,))
    x = layers.Reshape((7, 7, 32))(layers.Dense(7 * 7 * 32)(inputs))
    x = layers.ReLU()(layers.BatchNormalization()(x))
    x = ops.pad(x, ((0, 0), (3, 4), (3, 4), (0, 0)))
    x = layers.ReLU()(layers.BatchNormalization()(layers.Conv2DTranspose(16, 3, padding="same")(x)))
    return keras.Model(inputs, layers.Conv2DTranspose(1, 4, strides=2, padding="same", activation="tanh")(x))
