# fails: nonlinearity
# names: where nothing negative comes
import keras


def build_model():
    return keras.Sequential(
        [
            keras.Input((28, 28, 1)),
            keras.layers.Flatten(),
            keras.layers.LeakyReLU(0.1),
            keras.layers.Dense(64),
            keras.layers.BatchNormalization(),
            keras.layers.Dense(10),
        ]
    )
