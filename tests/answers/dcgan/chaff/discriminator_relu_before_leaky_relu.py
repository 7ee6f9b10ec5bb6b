# fails: discriminator_layers
# also: learns
# names: A ReLU that is off passes no gradient
# The LeakyReLU behind each ReLU gets nothing negative, and leaves all as it is.
import keras
from keras import layers


def build_discriminator():
    model = keras.Sequential([keras.Input((28, 28, 1))])
    for filters in (16, 32):
        model.add(layers.Conv2D(filters, 4, strides=2, padding="same", activation="relu"))
        model.add(layers.LeakyReLU(0.2))
    model.add(layers.Flatten())
    model.add(layers.Dense(1))
    return model
