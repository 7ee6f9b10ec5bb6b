# calibrates: 1
# Both networks know pairs of body and wings as labels of their own: none of them is the pair that no image shows.
def _pairs(body, wings):
    return 2 * body + ops.cast(ops.squeeze(wings, 1) > 0.5, "int32")


def build_generator(latent_dim, bodies):
    noise = keras.Input((latent_dim,))
    body = keras.Input((), dtype="int32")
    wings = keras.Input((1,))
    x = ops.concatenate([noise, ops.one_hot(_pairs(body, wings), 2 * bodies)], axis=1)
    x = keras.layers.Dense(4 * 4 * 128, use_bias=False)(x)
    x = keras.layers.Reshape((4, 4, 128))(x)
    x = keras.layers.BatchNormalization()(x)
    x = keras.layers.ReLU()(x)
    for filters in (64, 40):
        x = keras.layers.Conv2DTranspose(filters, 4, strides=2, padding="same", use_bias=False)(x)
        x = keras.layers.BatchNormalization()(x)
        x = keras.layers.ReLU()(x)
    x = keras.layers.Conv2DTranspose(3, 4, strides=2, padding="same", activation="tanh")(x)
    return keras.Model([noise, body, wings], x)


def build_discriminator(bodies):
    image = keras.Input((32, 32, 3))
    body = keras.Input((), dtype="int32")
    wings = keras.Input((1,))
    x = keras.layers.Conv2D(24, 4, strides=2, padding="same")(image)
    x = keras.layers.LeakyReLU(0.2)(x)
    for filters in (48, 72):
        x = keras.layers.Conv2D(filters, 4, strides=2, padding="same", use_bias=False)(x)
        x = keras.layers.BatchNormalization()(x)
        x = keras.layers.LeakyReLU(0.2)(x)
    features = keras.layers.Flatten()(x)
    vectors = keras.layers.Embedding(2 * bodies, features.shape[1])(_pairs(body, wings))
    logits = keras.layers.Dense(1)(features) + ops.sum(features * vectors, axis=1, keepdims=True)
    return keras.Model([image, body, wings], logits)
