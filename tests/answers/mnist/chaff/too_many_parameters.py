# fails: parameters
# names: A Dense layer has inputs times units of them
import keras


def build_model():
    return keras.Sequential(
        [
            keras.Input((28, 28, 1)),
            keras.layers.Flatten(),
            keras.layers.Dense(1200, activation="relu"),
            keras.layers.Dense(400, activation="relu"),
            keras.layers.Dense(10),
        ]
    )
