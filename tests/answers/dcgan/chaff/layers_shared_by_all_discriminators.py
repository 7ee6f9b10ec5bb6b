# fails: fresh_models
# also: learns
# names: a layer made only once shares its weights among all models
import keras
from keras import layers

LOGIT = layers.Dense(1)


def build_discriminator():
    inputs = keras.Input((28, 28, 1))
    x = layers.LeakyReLU(0.2)(layers.Conv2D(16, 4, strides=2, padding="same")(inputs))
    x = layers.LeakyReLU(0.2)(layers.Conv2D(32, 4, strides=2, padding="same")(x))
    return keras.Model(inputs, LOGIT(layers.Flatten()(x)))
