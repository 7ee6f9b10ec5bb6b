# fails: generator_growth
# also: learns
# names: Upsampling only copies or blends pixels
# The last convolution sees 14x14 places: of its eight channels one is picked, and made larger.
import keras
from keras import layers, ops


def build_generator(latent_dim):
    inputs = keras.Input((latent_dim,))
    x = layers.Reshape((7, 7, 48))(layers.Dense(7 * 7 * 48)(inputs))
    x = layers.ReLU()(layers.BatchNormalization()(x))
    x = layers.ReLU()(layers.BatchNormalization()(layers.Conv2DTranspose(24, 4, strides=2, padding="same")(x)))
    x = ops.image.resize(layers.Conv2D(8, 3, padding="same")(x), (28, 28), interpolation="bilinear")
    return keras.Model(inputs, ops.tanh(x[..., :1]))
