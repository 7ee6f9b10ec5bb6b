# fails: discriminator_logits
# names: a single number in the row
import keras
from keras import layers


def build_discriminator():
    image = x = keras.Input((28, 28, 1))
    for filters in (16, 32):
        x = layers.Conv2D(filters, 4, strides=2, padding="same")(x)
        x = layers.LeakyReLU(0.2)(x)
    x = layers.Flatten()(x)
    return keras.Model(image, layers.LayerNormalization()(layers.Dense(1)(x)))
