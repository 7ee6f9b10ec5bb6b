# calibrates: 1
# A vector of the body, and one of the wings times their number, shift each scale.
def build_generator(latent_dim, bodies):
    noise, body, wings = keras.Input((latent_dim,)), keras.Input((), dtype="int32"), keras.Input((1,))
    x = keras.layers.Reshape((4, 4, 48))(keras.layers.Dense(4 * 4 * 48)(noise))
    for filters in (48, 32, 24):
        shift = keras.layers.Embedding(bodies, x.shape[-1])(body)
        shift = shift + keras.layers.Dense(x.shape[-1], use_bias=False)(wings)
        x = keras.layers.LeakyReLU(0.1)(keras.layers.BatchNormalization()(x) + shift[:, None, None, :])
        x = keras.layers.Conv2DTranspose(filters, 4, strides=2, padding="same")(x)
    x = keras.layers.Conv2D(3, 3, padding="same")(keras.layers.ReLU()(x))
    return keras.Model([noise, body, wings], ops.tanh(x))


def build_discriminator(bodies):
    image, body, wings = keras.Input((32, 32, 3)), keras.Input((), dtype="int32"), keras.Input((1,))
    x = image
    for filters in (24, 48, 64):
        x = keras.layers.Conv2D(filters, 3, strides=2, padding="same", activation="leaky_relu")(x)
    features = keras.layers.Dense(64)(keras.layers.Flatten()(x))
    vector = keras.layers.Dense(64)(ops.one_hot(body, bodies)) + keras.layers.Dense(64, use_bias=False)(wings)
    logit = keras.layers.Dense(1)(features) + ops.expand_dims(ops.sum(features * vector, axis=-1), -1)
    return keras.Model([image, body, wings], logit)
