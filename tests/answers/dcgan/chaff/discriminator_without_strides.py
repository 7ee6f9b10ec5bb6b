# fails: discriminator_layers
# also: learns
# names: Two convolutions of stride 2 bring 28x28 down
import keras


def build_discriminator():
    return keras.Sequential(
        [
            keras.Input((28, 28, 1)),
            keras.layers.Conv2D(8, 4, padding="same"),
            keras.layers.LeakyReLU(0.2),
            keras.layers.Conv2D(16, 4, padding="same"),
            keras.layers.LeakyReLU(0.2),
            keras.layers.Flatten(),
            keras.layers.Dense(1),
        ]
    )
