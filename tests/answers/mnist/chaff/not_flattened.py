# fails: output_shape
# names: a dense layer works on the last axis only
import keras


def build_model():
    return keras.Sequential(
        [keras.Input((28, 28, 1)), keras.layers.Dense(64, activation="relu"), keras.layers.Dense(10)]
    )
