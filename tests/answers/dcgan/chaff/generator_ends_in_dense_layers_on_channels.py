# fails: generator_growth
# also: learns
# names: One of 1x1, or a dense layer, sees a single pixel at a time
# The two dense layers are the same for each pixel of what was resized, with a bend between them.
import keras
from keras import layers, ops


def build_generator(latent_dim):
    inputs = keras.Input((latent_dim,))
    x = layers.Reshape((7, 7, 48))(layers.Dense(7 * 7 * 48)(inputs))
    x = layers.ReLU()(layers.BatchNormalization()(x))
    x = layers.ReLU()(layers.BatchNormalization()(layers.Conv2D(24, 3, padding="same")(x)))
    x = ops.image.resize(x, (28, 28), interpolation="bilinear")
    x = layers.ReLU()(layers.BatchNormalization()(layers.Dense(24)(x)))
    return keras.Model(inputs, layers.Dense(1, activation="tanh")(x))
