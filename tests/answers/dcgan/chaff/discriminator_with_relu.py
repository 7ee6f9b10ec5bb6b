# fails: discriminator_layers
# also: learns
# names: A ReLU that is off passes no gradient
import keras


def build_discriminator():
    return keras.Sequential(
        [
            keras.Input((28, 28, 1)),
            keras.layers.Conv2D(32, 4, strides=2, padding="same"),
            keras.layers.ReLU(),
            keras.layers.Conv2D(64, 4, strides=2, padding="same"),
            keras.layers.ReLU(),
            keras.layers.Flatten(),
            keras.layers.Dense(1),
        ]
    )
