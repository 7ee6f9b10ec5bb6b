# fails: nonlinearity
# names: Layers in a row are one linear map
import keras


def build_model():
    return keras.Sequential(
        [
            keras.Input((28, 28, 1)),
            keras.layers.Flatten(),
            keras.layers.Dense(128),
            keras.layers.Dense(64),
            keras.layers.Dense(10),
        ]
    )
