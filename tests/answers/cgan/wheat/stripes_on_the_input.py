# reaches: none
# keras.io's example repeats the ones and zeros of a label without an axis: each image has its own label beside it, as
# stripes along the pixels. The contract leaves the form of a map free; the lesson shows what is odd about it.
def build_discriminator():
    image = keras.Input((28, 28, 1))
    label = keras.Input((), dtype="int32")
    maps = ops.reshape(ops.repeat(one_hot(label), 28 * 28), (-1, 28, 28, 10))
    x = keras.layers.Concatenate()([image, maps])
    x = keras.layers.Conv2D(32, 3, strides=2, padding="same")(x)
    x = keras.layers.LeakyReLU(negative_slope=0.2)(x)
    x = keras.layers.Conv2D(64, 3, strides=2, padding="same")(x)
    x = keras.layers.LeakyReLU(negative_slope=0.2)(x)
    x = keras.layers.Flatten()(x)
    return keras.Model([image, label], keras.layers.Dense(1)(x))
