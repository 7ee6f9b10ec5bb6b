# fails: uncompiled
# names: Build the model inside the function
import keras

MODEL = keras.Sequential(
    [keras.Input((28, 28, 1)), keras.layers.Flatten(), keras.layers.Dense(64, "relu"), keras.layers.Dense(10)]
)


def build_model():
    return MODEL
