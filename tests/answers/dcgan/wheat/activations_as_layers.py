# calibrates: 2
import keras
from keras import layers


def build_generator(latent_dim):
    return keras.Sequential(
        [
            keras.Input((latent_dim,)),
            layers.Dense(7 * 7 * 64),
            layers.Reshape((7, 7, 64)),
            layers.Conv2DTranspose(32, 4, strides=2, padding="same", activation=layers.ReLU()),
            layers.BatchNormalization(),
            layers.Conv2DTranspose(16, 4, strides=2, padding="same", activation=layers.ReLU()),
            layers.BatchNormalization(),
            layers.Conv2D(1, 3, padding="same", activation=keras.ops.tanh),
        ]
    )


def build_discriminator():
    return keras.Sequential(
        [
            keras.Input((28, 28, 1)),
            layers.Conv2D(32, 4, strides=2, padding="same", activation=layers.LeakyReLU(negative_slope=0.2)),
            layers.Conv2D(64, 4, strides=2, padding="same", activation=layers.LeakyReLU(negative_slope=0.2)),
            layers.Flatten(),
            layers.Dense(1),
        ]
    )
