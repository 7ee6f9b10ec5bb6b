# fails: nonlinearity
# also: logits
# names: unless something nonlinear lies between them
import keras


def build_model():
    return keras.Sequential(
        [
            keras.Input((28, 28, 1)),
            keras.layers.Flatten(),
            keras.layers.Dense(128),
            keras.layers.Dense(10),
            keras.layers.LeakyReLU(),
        ]
    )
