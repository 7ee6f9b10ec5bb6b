# fails: uncompiled
# names: a layer made only once shares its weights among all models
import keras

SCORES = keras.layers.Dense(10)


def build_model():
    hidden = keras.layers.Dense(64, activation="relu")
    return keras.Sequential([keras.Input((28, 28, 1)), keras.layers.Flatten(), hidden, SCORES])
