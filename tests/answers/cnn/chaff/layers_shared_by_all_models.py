# fails: uncompiled
# names: a layer that is made once has the same weights in all models around it
import keras
from keras import layers

LAYERS = [layers.Conv2D(16, 3, strides=strides, activation="relu") for strides in (2, 2, 1)]


def build_model():
    return keras.Sequential([keras.Input((28, 28, 1)), *LAYERS, layers.Flatten(), layers.Dense(10)])
