# The last convolution that sees neighbours has a kernel for each channel; channels are weighed by one of 1x1 in front of
# it, and by a dense layer behind it.
import keras
from keras import layers, ops


def build_generator(latent_dim):
    inputs = keras.Input((latent_dim,))
    x = layers.Reshape((7, 7, 48))(layers.Dense(7 * 7 * 48)(inputs))
    x = layers.ReLU()(layers.BatchNormalization()(x))
    x = layers.UpSampling2D(interpolation="bilinear")(x)
    x = layers.ReLU()(layers.BatchNormalization()(layers.Conv2D(32, 3, padding="same")(x)))
    x = layers.Conv2D(16, 1, use_bias=False)(ops.image.resize(x, (28, 28), interpolation="bilinear"))
    x = layers.ReLU()(layers.BatchNormalization()(layers.DepthwiseConv2D(3, padding="same")(x)))
    return keras.Model(inputs, layers.Dense(1, activation="tanh")(x))
