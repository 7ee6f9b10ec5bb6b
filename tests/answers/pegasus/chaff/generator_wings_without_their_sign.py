# fails: generator_wings
# names: taken without its sign
def build_generator(latent_dim, bodies):
    noise = keras.Input((latent_dim,))
    body = keras.Input((), dtype="int32")
    wings = keras.Input((1,))
    x = ops.concatenate([noise, ops.one_hot(body, bodies), ops.abs(wings)], axis=1)
    x = keras.layers.Dense(4 * 4 * 64, use_bias=False)(x)
    x = keras.layers.Reshape((4, 4, 64))(x)
    x = keras.layers.BatchNormalization()(x)
    x = keras.layers.ReLU()(x)
    for filters in (32, 32):
        x = keras.layers.Conv2DTranspose(filters, 4, strides=2, padding="same", use_bias=False)(x)
        x = keras.layers.BatchNormalization()(x)
        x = keras.layers.ReLU()(x)
    x = keras.layers.Conv2DTranspose(3, 4, strides=2, padding="same", activation="tanh")(x)
    return keras.Model([noise, body, wings], x)
