# reaches: none
# calibrates: 1
# The discriminator gets body and wings as maps beside the channels.
def build_discriminator(bodies):
    image, body, wings = keras.Input((32, 32, 3)), keras.Input((), dtype="int32"), keras.Input((1,))
    told = ops.concatenate([ops.one_hot(body, bodies), wings], axis=1)
    maps = ops.tile(told[:, None, None, :], (1, 32, 32, 1))
    x = keras.layers.Concatenate()([image, maps])
    for filters in (32, 64, 64):
        x = keras.layers.Conv2D(filters, 4, strides=2, padding="same")(x)
        x = keras.layers.LeakyReLU(0.2)(x)
    return keras.Model([image, body, wings], keras.layers.Dense(1)(keras.layers.Flatten()(x)))
