# The image is the sum of a small one, made larger by blending, and of what a convolution adds to it at full size; borders
# are mirrored by a pixel, so that convolutions need no zeros there.
import keras
from keras import layers, ops


def convolved(x, channels):
    x = ops.pad(x, ((0, 0), (1, 1), (1, 1), (0, 0)), mode="reflect")
    return layers.Conv2D(channels, 3)(x)


def build_generator(latent_dim):
    inputs = keras.Input((latent_dim,))
    x = layers.Reshape((7, 7, 48))(layers.Dense(7 * 7 * 48)(inputs))
    x = layers.ReLU()(layers.BatchNormalization(momentum=0.9)(x))
    x = layers.ReLU()(layers.BatchNormalization(momentum=0.9)(convolved(x, 48)))
    x = layers.ReLU()(layers.BatchNormalization(momentum=0.9)(convolved(layers.UpSampling2D()(x), 32)))
    small = convolved(x, 1)
    x = layers.ReLU()(layers.BatchNormalization(momentum=0.9)(convolved(layers.UpSampling2D()(x), 16)))
    large = layers.UpSampling2D(interpolation="bilinear")(small) + convolved(x, 1)
    return keras.Model(inputs, ops.tanh(large))
