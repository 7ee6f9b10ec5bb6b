# Sub-pixel growth, once by an operation and once by hand, from (channels, height, width) as in other libraries; the
# discriminator has depthwise separable blocks, LeakyReLU written out, and a logit from two branches.
import keras
from keras import layers, ops


def build_generator(latent_dim):
    inputs = keras.Input((latent_dim,))
    x = layers.Permute((2, 3, 1))(layers.Reshape((32, 7, 7))(layers.Dense(32 * 7 * 7)(inputs)))
    x = ops.relu(layers.BatchNormalization()(x))
    x = ops.nn.depth_to_space(layers.Conv2D(64, 3, padding="same")(x), 2)
    x = keras.activations.relu(layers.BatchNormalization()(x))
    x = ops.reshape(layers.Conv2D(4, 3, padding="same")(x), (-1, 14, 14, 2, 2))
    x = ops.reshape(ops.transpose(x, (0, 1, 3, 2, 4)), (-1, 28, 28, 1))
    return keras.Model(inputs, ops.tanh(x))


def build_discriminator():
    inputs = keras.Input((28, 28, 1))
    x = layers.Conv2D(24, 4, strides=2, padding="same")(inputs)
    x = 0.6 * x + 0.4 * ops.abs(x)
    x = layers.Conv2D(48, 1)(layers.DepthwiseConv2D(4, strides=2, padding="same")(x))
    x = layers.BatchNormalization()(x)
    x = 0.6 * x + 0.4 * ops.abs(x)
    far = layers.Dense(1)(layers.Flatten()(x))
    near = layers.Flatten()(layers.Conv2D(1, 7)(x))
    return keras.Model(inputs, layers.add([far, near]))
