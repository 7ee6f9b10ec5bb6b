# tries: to have the clean worker build a model of forty gigabytes
# tells: what build_model() does
import keras


def build_model():
    return keras.Sequential([keras.Input((28, 28, 1)), keras.layers.Flatten(), keras.layers.Dense(2**24)])
