# fails: nonlinearity
# names: Flatten first
import keras


def build_model():
    return keras.Sequential(
        [
            keras.Input((28, 28, 1)),
            keras.layers.Dense(16, activation="relu"),
            keras.layers.Dense(16, activation="relu"),
            keras.layers.Flatten(),
            keras.layers.Dense(10),
        ]
    )
