# fails: discriminator_logits
# names: selu: from -1.758
# A bend in the way of all logits below zero, behind a wrapped layer and batch normalization.
import keras
from keras import layers


def build_discriminator():
    inputs = keras.Input((28, 28, 1))
    x = layers.Conv2D(16, 4, strides=2, padding="same", activation="leaky_relu")(inputs)
    x = layers.Conv2D(32, 4, strides=2, padding="same", activation="leaky_relu")(x)
    x = layers.SpectralNormalization(layers.Dense(1))(layers.Flatten()(x))
    return keras.Model(inputs, layers.Activation("selu")(layers.BatchNormalization()(x)))
