# fails: output_shape
import keras


def build_model():
    return keras.Sequential([keras.layers.Flatten(), keras.layers.Dense(64, "relu"), keras.layers.Dense(10)])
