# fails: discriminator_logits
# names: With a single image in the batch
import keras
from keras import layers, ops


def build_discriminator():
    image = x = keras.Input((28, 28, 1))
    for filters in (16, 32):
        x = layers.Conv2D(filters, 4, strides=2, padding="same")(x)
        x = layers.LeakyReLU(0.2)(x)
    x = layers.Flatten()(x)
    return keras.Model(image, layers.Dense(1)(x - ops.mean(x, axis=0, keepdims=True)))
