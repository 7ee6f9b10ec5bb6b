# reaches: medium
# The usual tutorial's discriminator: ten constant maps beside the image. It is right, and slow to listen to the label.
def build_discriminator():
    image = keras.Input((28, 28, 1))
    label = keras.Input((), dtype="int32")
    maps = ops.repeat(ops.repeat(one_hot(label)[:, None, None, :], 28, axis=1), 28, axis=2)
    x = ops.concatenate([image, maps], axis=-1)
    x = keras.layers.Conv2D(16, 4, strides=2, padding="same")(x)
    x = keras.layers.LeakyReLU(0.2)(x)
    for filters in (24, 48):
        x = keras.layers.Conv2D(filters, 4, strides=2, padding="same", use_bias=False)(x)
        x = keras.layers.BatchNormalization()(x)
        x = keras.layers.LeakyReLU(0.2)(x)
    x = keras.layers.Conv2D(64, 4)(x)
    x = keras.layers.LeakyReLU(0.2)(x)
    x = keras.layers.Flatten()(x)
    return keras.Model([image, label], keras.layers.Dense(1)(x))
