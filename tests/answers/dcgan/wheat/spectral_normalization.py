# calibrates: 2
import keras
from keras import layers


def build_discriminator():
    normalized = layers.SpectralNormalization
    return keras.Sequential(
        [
            keras.Input((28, 28, 1)),
            normalized(layers.Conv2D(32, 4, strides=2, padding="same")),
            layers.LeakyReLU(0.1),
            normalized(layers.Conv2D(64, 4, strides=2, padding="same")),
            layers.LeakyReLU(0.1),
            layers.Flatten(),
            normalized(layers.Dense(1)),
        ]
    )
