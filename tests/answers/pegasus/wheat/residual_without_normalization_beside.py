# reaches: none
def _up(x):
    return keras.layers.UpSampling2D()(x)


def build_generator(latent_dim, bodies):
    noise = keras.Input((latent_dim,))
    body = keras.Input((), dtype="int32")
    wings = keras.Input((1,))
    z = keras.layers.Concatenate()([noise, ops.one_hot(body, bodies), wings])
    x = keras.layers.Reshape((4, 4, 64))(keras.layers.Dense(4 * 4 * 64)(z))
    for f in (64, 48, 32):
        y = keras.layers.ReLU()(keras.layers.BatchNormalization()(x))
        y = keras.layers.Conv2D(f, 3, padding="same")(_up(y))
        y = keras.layers.ReLU()(keras.layers.BatchNormalization()(y))
        y = keras.layers.Conv2D(f, 3, padding="same")(y)
        x = y + keras.layers.Conv2D(f, 1)(_up(x))
    x = keras.layers.ReLU()(keras.layers.BatchNormalization()(x))
    return keras.Model([noise, body, wings], keras.layers.Conv2D(3, 3, padding="same", activation="tanh")(x))
