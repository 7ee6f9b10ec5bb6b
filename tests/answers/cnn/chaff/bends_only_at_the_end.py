# fails: nonlinearity
# names: Convolutions in a row are one linear map
import keras


def build_model():
    return keras.Sequential(
        [
            keras.Input((28, 28, 1)),
            keras.layers.Conv2D(16, 3, strides=2),
            keras.layers.BatchNormalization(),
            keras.layers.Conv2D(32, 3, strides=2, activation="relu"),
            keras.layers.Conv2D(32, 3),
            keras.layers.Flatten(),
            keras.layers.Dense(10),
        ]
    )
