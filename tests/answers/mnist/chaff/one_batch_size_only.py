# fails: output_shape
# names: any number of images: (None, 28, 28, 1)
import keras


def build_model():
    return keras.Sequential(
        [
            keras.Input(batch_shape=(32, 28, 28, 1)),
            keras.layers.Flatten(),
            keras.layers.Dense(64, activation="relu"),
            keras.layers.Dense(10),
        ]
    )
