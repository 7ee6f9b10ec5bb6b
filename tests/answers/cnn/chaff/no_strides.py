# fails: convolutions
# names: in both directions, in two layers at least
import keras


def build_model():
    return keras.Sequential(
        [
            keras.Input((28, 28, 1)),
            keras.layers.Conv2D(8, 3, strides=1, activation="relu"),
            keras.layers.Conv2D(8, 3, strides=1, activation="relu"),
            keras.layers.Conv2D(8, 3, strides=3, activation="relu"),
            keras.layers.Flatten(),
            keras.layers.Dense(10),
        ]
    )
