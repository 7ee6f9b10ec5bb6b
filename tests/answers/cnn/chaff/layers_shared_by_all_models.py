# fails: uncompiled
# names: a layer made only once shares its weights among all models
import keras
from keras import layers

LAYERS = [layers.Conv2D(16, 3, strides=strides, activation="relu") for strides in (2, 2, 1)]


def build_model():
    return keras.Sequential([keras.Input((28, 28, 1)), *LAYERS, layers.Flatten(), layers.Dense(10)])
