# The layers divide by sigma, and noise makes the images less easy to tell apart.
import keras
from keras import layers


def build_critic():
    image = keras.Input((28, 28, 1))
    x = layers.GaussianNoise(0.05)(image)
    for filters in (16, 32, 64):
        x = layers.SpectralNormalization(layers.Conv2D(filters, 4, strides=2, padding="same"))(x)
        x = layers.LeakyReLU(0.2)(x)
    return keras.Model(image, layers.SpectralNormalization(layers.Dense(1))(layers.Flatten()(x)))
