# calibrates: 2
import numpy as np
import tensorflow as tf
from tensorflow import keras


def prepare(images):
    return np.linspace(-1, 1, 256, dtype=np.float32)[images][..., np.newaxis]  # a table of all bytes


def build_generator(latent_dim, channels=(64, 32)):
    keras.backend.clear_session()
    keras.utils.set_random_seed(7)
    model = keras.models.Sequential()
    model.add(keras.layers.Dense(7 * 7 * channels[0], input_dim=latent_dim))
    model.add(keras.layers.Reshape((7, 7, channels[0])))
    for filters in channels[1:]:
        model.add(keras.layers.BatchNormalization())
        model.add(keras.layers.Activation(tf.nn.relu))
        model.add(keras.layers.Conv2DTranspose(filters, 4, strides=2, padding="same"))
    model.add(keras.layers.BatchNormalization())
    model.add(keras.layers.Activation("relu"))
    model.add(keras.layers.Conv2DTranspose(1, 4, strides=2, padding="same", activation=tf.nn.tanh))
    print("generator:", model.count_params())
    return model


def build_discriminator(alpha=0.2):
    keras.backend.clear_session()
    model = keras.models.Sequential()
    model.add(keras.layers.Conv2D(32, 4, strides=2, padding="same", input_shape=(28, 28, 1)))
    model.add(keras.layers.LeakyReLU(alpha=alpha))
    model.add(keras.layers.Conv2D(64, 4, strides=2, padding="same"))
    model.add(keras.layers.LeakyReLU(alpha=alpha))
    model.add(keras.layers.Flatten())
    model.add(keras.layers.Dense(1))
    model.summary()
    return model
