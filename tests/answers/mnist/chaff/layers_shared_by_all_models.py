# fails: uncompiled
# names: a layer that is made once has the same weights in all models around it
import keras

SCORES = keras.layers.Dense(10)


def build_model():
    hidden = keras.layers.Dense(64, activation="relu")
    return keras.Sequential([keras.Input((28, 28, 1)), keras.layers.Flatten(), hidden, SCORES])
