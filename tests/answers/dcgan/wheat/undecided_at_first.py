# calibrates: 2
# The logits begin at zero; the discriminator learns from its first step on all the same.
import keras
from keras import layers


def build_discriminator():
    return keras.Sequential(
        [
            keras.Input((28, 28, 1)),
            layers.Conv2D(32, 4, strides=2, padding="same"),
            layers.LeakyReLU(0.2),
            layers.Conv2D(64, 4, strides=2, padding="same"),
            layers.LeakyReLU(0.2),
            layers.Flatten(),
            layers.Dense(1, use_bias=False, kernel_initializer="zeros"),
        ]
    )
