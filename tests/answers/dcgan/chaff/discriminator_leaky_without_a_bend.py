# fails: discriminator_layers
# also: learns
# names: is a straight line
import keras
from keras import layers


def build_discriminator():
    return keras.Sequential(
        [
            keras.Input((28, 28, 1)),
            layers.Conv2D(16, 4, strides=2, padding="same"),
            layers.LeakyReLU(1.0),
            layers.Conv2D(32, 4, strides=2, padding="same"),
            layers.LeakyReLU(1.0),
            layers.Flatten(),
            layers.Dense(1),
        ]
    )
