# fails: generator_noise
# names: Only their sum
import keras
from keras import ops


def build_generator(latent_dim):
    noise = keras.Input((latent_dim,))
    labels = keras.Input((), dtype="int32")
    x = ops.concatenate([ops.sum(noise, axis=1, keepdims=True), one_hot(labels)], axis=1)
    x = keras.layers.Dense(7 * 7 * 32, use_bias=False)(x)
    x = keras.layers.Reshape((7, 7, 32))(x)
    x = keras.layers.BatchNormalization()(x)
    x = keras.layers.ReLU()(x)
    x = keras.layers.Conv2DTranspose(32, 4, strides=2, padding="same", use_bias=False)(x)
    x = keras.layers.BatchNormalization()(x)
    x = keras.layers.ReLU()(x)
    x = keras.layers.Conv2DTranspose(1, 4, strides=2, padding="same", activation="tanh")(x)
    return keras.Model([noise, labels], x)
