# fails: convolutions
# also: no_pooling nonlinearity learns trained
# names: No layer here has weights
import keras


def build_model():
    return keras.Sequential(
        [
            keras.Input((28, 28, 1)),
            keras.layers.AveragePooling2D((28, 2)),
            keras.layers.Cropping2D(((0, 0), (2, 2))),
            keras.layers.Flatten(),
        ]
    )
