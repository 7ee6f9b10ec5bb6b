# calibrates: 1
# slow: yes
import keras
from keras import layers


def build_generator(latent_dim):
    inputs = keras.Input((latent_dim,))
    x = layers.Reshape((7, 7, 48))(layers.Dense(7 * 7 * 48)(inputs))
    for filters in (48, 24):
        skip = layers.Conv2D(filters, 1)(layers.UpSampling2D()(x))
        x = layers.ReLU()(layers.BatchNormalization()(x))
        x = layers.Conv2DTranspose(filters, 4, strides=2, padding="same")(x)
        x = layers.ReLU()(layers.BatchNormalization()(x))
        x = layers.Conv2D(filters, 3, padding="same")(x)
        x = layers.Add()([x, skip])
    x = layers.ReLU()(layers.BatchNormalization()(x))
    return keras.Model(inputs, layers.Conv2D(1, 3, padding="same", activation="tanh")(x))


def build_discriminator():
    leaky_relu = layers.LeakyReLU(0.2)  # one layer for all places: it has no weights
    inputs = keras.Input((28, 28, 1))
    x = layers.Conv2D(32, 3, padding="same")(inputs)
    for filters in (32, 64):
        skip = layers.Conv2D(filters, 1, strides=2)(x)
        x = layers.Conv2D(filters, 3, padding="same")(leaky_relu(x))
        x = layers.Conv2D(filters, 4, strides=2, padding="same")(leaky_relu(x))
        x = layers.add([x, skip])
    return keras.Model(inputs, layers.Dense(1)(layers.Flatten()(leaky_relu(x))))
