# fails: critic_alone
# names: Statistics of a batch
import keras
from keras import layers, ops


def build_critic():
    image = x = keras.Input((28, 28, 1))
    for filters in (16, 32):
        x = layers.Conv2D(filters, 4, strides=2, padding="same")(x)
        x = layers.LeakyReLU(0.2)(x)
    x = layers.Flatten()(x)
    spread = ops.zeros_like(x[:, :1]) + ops.mean(ops.std(x, axis=0))  # as in progressive GANs
    return keras.Model(image, layers.Dense(1)(ops.concatenate([x, spread], axis=1)))
