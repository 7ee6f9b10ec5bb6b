# fails: discriminator_layers
# also: learns
# names: Convolutions in a row are one linear map
import keras
from keras import layers


def build_discriminator():
    return keras.Sequential(
        [
            keras.Input((28, 28, 1)),
            layers.Conv2D(16, 4, strides=2, padding="same"),
            layers.BatchNormalization(),
            layers.Conv2D(32, 4, strides=2, padding="same"),
            layers.BatchNormalization(),
            layers.LeakyReLU(0.2),
            layers.Flatten(),
            layers.Dense(1),
        ]
    )
