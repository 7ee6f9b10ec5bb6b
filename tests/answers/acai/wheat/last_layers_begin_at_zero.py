# At first every code is decoded to black, and every image guessed to be no blend: so no network begins by misleading.
def build_decoder(latent_dim):
    code = keras.Input((latent_dim,))
    x = keras.layers.Dense(64, activation="gelu")(code)
    x = keras.layers.Dense(SIDE * SIDE, kernel_initializer="zeros")(x)
    return keras.Model(code, keras.layers.Reshape((SIDE, SIDE, 1))(x), name="decoder")


def build_critic():
    image = x = keras.Input((SIDE, SIDE, 1))
    for filters in (8, 16, 32):
        x = keras.layers.Conv2D(filters, 4, strides=2, padding="same")(x)
        x = keras.layers.LeakyReLU(0.2)(x)
    x = keras.layers.Flatten()(x)
    return keras.Model(image, keras.layers.Dense(1, kernel_initializer="zeros")(x), name="critic")
