# calibrates: 3
# Batch normalization behind the last convolution, where one place of each image is left: of images that are all alike
# such a discriminator sees nothing, of varied ones enough.
import keras


def build_discriminator():
    discriminator = keras.Sequential([keras.Input((28, 28, 1))])
    for filters, strides, padding in ((16, 2, "same"), (24, 2, "same"), (48, 2, "same"), (64, 1, "valid")):
        discriminator.add(keras.layers.Conv2D(filters, 4, strides=strides, padding=padding, use_bias=False))
        discriminator.add(keras.layers.BatchNormalization())
        discriminator.add(keras.layers.LeakyReLU(0.2))
    discriminator.add(keras.layers.Flatten())
    discriminator.add(keras.layers.Dense(1))
    return discriminator
