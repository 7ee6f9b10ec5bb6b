# calibrates: 1
# A vector for each pair of body and wings: the images will tell that this does less well.
def build_discriminator(bodies):
    image, body, wings = keras.Input((32, 32, 3)), keras.Input((), dtype="int32"), keras.Input((1,))
    x = image
    for filters in (24, 48, 64):
        x = keras.layers.Conv2D(filters, 4, strides=2, padding="same")(x)
        x = keras.layers.LeakyReLU(0.2)(x)
    features = keras.layers.GlobalAveragePooling2D()(x)
    pair = 2 * body + ops.cast(wings[:, 0] > 0.5, "int32")
    vectors = keras.layers.Embedding(2 * bodies, 64)(pair)
    logit = keras.layers.Dense(1)(features) + ops.sum(features * vectors, axis=1, keepdims=True)
    return keras.Model([image, body, wings], logit)
