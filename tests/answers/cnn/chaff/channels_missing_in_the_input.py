# fails: output_shape
# names: the shape of one image, channel included
import keras


def build_model():
    return keras.Sequential(
        [
            keras.Input((28, 28, 3)),
            keras.layers.Conv2D(16, 3, strides=2, activation="relu"),
            keras.layers.Conv2D(32, 3, strides=2, activation="relu"),
            keras.layers.Conv2D(32, 3, strides=1, activation="relu"),
            keras.layers.Flatten(),
            keras.layers.Dense(10),
        ]
    )
