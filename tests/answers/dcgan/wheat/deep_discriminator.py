# calibrates: 1
# slow: yes
# seed: 19
# With this seed the first training against each other leads nowhere, as one in twenty does, and it begins anew.
import keras
from keras import layers


def build_discriminator():
    model = keras.Sequential([keras.Input((28, 28, 1))])
    for filters, strides in ((16, 1), (16, 2), (32, 1), (32, 2), (64, 1), (64, 2), (64, 1)):
        model.add(layers.Conv2D(filters, 3, strides=strides, padding="same"))
        model.add(layers.LeakyReLU(0.01))
    model.add(layers.Flatten())
    model.add(layers.Dropout(0.5))
    model.add(layers.Dense(1, activation="linear"))
    return model
