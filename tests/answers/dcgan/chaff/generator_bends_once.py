# fails: generator_layers
# also: learns
# names: Convolutions in a row are one linear map
import keras
from keras import layers


def build_generator(latent_dim):
    return keras.Sequential(
        [
            keras.Input((latent_dim,)),
            layers.Dense(7 * 7 * 32),
            layers.Reshape((7, 7, 32)),
            layers.BatchNormalization(),
            layers.ReLU(),
            layers.Conv2DTranspose(16, 4, strides=2, padding="same"),
            layers.BatchNormalization(),
            layers.Conv2DTranspose(1, 4, strides=2, padding="same", activation="tanh"),
        ]
    )
