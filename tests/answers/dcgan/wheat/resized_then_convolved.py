# slow: yes
import keras
from keras import layers


def build_generator(latent_dim):
    return keras.Sequential(
        [
            keras.Input((latent_dim,)),
            layers.Dense(7 * 7 * 48),
            layers.Reshape((7, 7, 48)),
            layers.BatchNormalization(),
            layers.ReLU(),
            layers.Resizing(14, 14),
            layers.Conv2D(32, 3, padding="same"),
            layers.BatchNormalization(),
            layers.ReLU(),
            layers.Resizing(28, 28),
            layers.Conv2D(1, 3, padding="same", activation="tanh"),
        ]
    )
