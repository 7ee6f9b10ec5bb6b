# fails: output_shape
# names: keras.Input takes the shape of one image
import keras


def build_model():
    return keras.Sequential(
        [
            keras.Input((784,)),
            keras.layers.Flatten(),
            keras.layers.Dense(64, activation="relu"),
            keras.layers.Dense(10),
        ]
    )
