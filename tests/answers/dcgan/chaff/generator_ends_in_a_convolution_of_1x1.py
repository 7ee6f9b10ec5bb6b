# fails: generator_growth
# also: learns
# names: One of 1x1, or a dense layer, sees a single pixel at a time
# Blended to full size, pixels see no neighbours any more.
import keras
from keras import layers


def build_generator(latent_dim):
    inputs = keras.Input((latent_dim,))
    x = layers.Reshape((7, 7, 48))(layers.Dense(7 * 7 * 48)(inputs))
    x = layers.ReLU()(layers.BatchNormalization()(x))
    x = layers.UpSampling2D(interpolation="bilinear")(x)
    x = layers.ReLU()(layers.BatchNormalization()(layers.Conv2D(24, 3, padding="same")(x)))
    x = layers.UpSampling2D(interpolation="bilinear")(x)
    return keras.Model(inputs, layers.Conv2D(1, 1, activation="tanh")(x))
