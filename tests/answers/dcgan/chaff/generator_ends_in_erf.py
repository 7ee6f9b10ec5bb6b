# fails: generator_range
# names: not its curve
import keras
from keras import layers, ops


def build_generator(latent_dim):
    inputs = keras.Input((latent_dim,))
    x = layers.Reshape((7, 7, 32))(layers.Dense(7 * 7 * 32)(inputs))
    x = layers.ReLU()(layers.BatchNormalization()(x))
    x = layers.Conv2DTranspose(16, 4, strides=2, padding="same")(x)
    x = layers.ReLU()(layers.BatchNormalization()(x))
    return keras.Model(inputs, ops.erf(layers.Conv2DTranspose(1, 4, strides=2, padding="same")(x)))
