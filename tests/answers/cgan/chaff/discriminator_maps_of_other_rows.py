# fails: discriminator_labels
# names: label of its own row
# `tile` lays all rows behind each other again and again: the reshape then cuts out the labels of other images.
def build_discriminator():
    image = keras.Input((28, 28, 1))
    labels = keras.Input((), dtype="int32")
    maps = ops.reshape(ops.tile(one_hot(labels), (28 * 28, 1)), (-1, 28, 28, CLASSES))
    image_and_maps = ops.concatenate([image, maps], axis=-1)
    x = keras.layers.Conv2D(16, 4, strides=2, padding="same")(image_and_maps)
    x = keras.layers.LeakyReLU(0.2)(x)
    x = keras.layers.Conv2D(24, 4, strides=2, padding="same", use_bias=False)(x)
    x = keras.layers.BatchNormalization()(x)
    x = keras.layers.LeakyReLU(0.2)(x)
    x = keras.layers.Conv2D(48, 4, strides=2, padding="same", use_bias=False)(x)
    x = keras.layers.BatchNormalization()(x)
    x = keras.layers.LeakyReLU(0.2)(x)
    x = keras.layers.Conv2D(64, 4)(x)
    x = keras.layers.LeakyReLU(0.2)(x)
    features = keras.layers.Flatten()(x)
    return keras.Model([image, labels], keras.layers.Dense(1)(features), name="discriminator")
