# The generator's last layer begins with zeros: at first, all images are grey.
def build_generator(latent_dim, bodies):
    noise = keras.Input((latent_dim,))
    body = keras.Input((), dtype="int32")
    wings = keras.Input((1,))
    x = ops.concatenate([noise, ops.one_hot(body, bodies), wings], axis=1)
    x = keras.layers.Dense(4 * 4 * 128, use_bias=False)(x)
    x = keras.layers.Reshape((4, 4, 128))(x)
    x = keras.layers.BatchNormalization()(x)
    x = keras.layers.ReLU()(x)
    for filters in (64, 40):
        x = keras.layers.Conv2DTranspose(filters, 4, strides=2, padding="same", use_bias=False)(x)
        x = keras.layers.BatchNormalization()(x)
        x = keras.layers.ReLU()(x)
    x = keras.layers.Conv2DTranspose(3, 4, strides=2, padding="same", activation="tanh", kernel_initializer="zeros")(x)
    return keras.Model([noise, body, wings], x, name="generator")
