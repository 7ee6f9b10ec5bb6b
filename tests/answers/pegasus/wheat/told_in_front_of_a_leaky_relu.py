# reaches: none
# Features, body and wings go through a hidden layer together, which only a LeakyReLU bends. Its images were not measured:
# those of told_behind_a_hidden_layer, much alike, reach none.
import keras
from keras import ops


def build_discriminator(bodies):
    image = keras.Input((32, 32, 3))
    body = keras.Input((), dtype="int32")
    wings = keras.Input((1,))
    x = keras.layers.Conv2D(24, 4, strides=2, padding="same")(image)
    x = keras.layers.LeakyReLU(0.2)(x)
    for filters in (48, 72):
        x = keras.layers.Conv2D(filters, 4, strides=2, padding="same", use_bias=False)(x)
        x = keras.layers.LeakyReLU(0.2)(x)
    f = keras.layers.Flatten()(x)
    x = ops.concatenate([f, ops.one_hot(body, bodies), wings], axis=1)
    x = keras.layers.LeakyReLU(0.2)(keras.layers.Dense(64)(x))
    return keras.Model([image, body, wings], keras.layers.Dense(1)(x))
