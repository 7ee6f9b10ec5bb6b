# fails: logits
# also: learns trained
# names: relu: from 0 to
import keras


def build_model():
    return keras.Sequential(
        [
            keras.Input((28, 28, 1)),
            keras.layers.Conv2D(16, 3, strides=2, activation="relu"),
            keras.layers.Conv2D(32, 3, strides=2, activation="relu"),
            keras.layers.Conv2D(32, 3, strides=1, activation="relu"),
            keras.layers.Conv2D(10, 4, activation="relu"),
            keras.layers.Flatten(),
        ]
    )
