def build_encoder(latent_dim):
    image = keras.Input((SIDE, SIDE, 1))
    x = keras.layers.AveragePooling2D(2)(image)
    x = keras.layers.Flatten()(x)
    for _ in range(2):
        x = keras.layers.Dense(96, activation="relu")(x)
    return keras.Model(image, keras.layers.Dense(latent_dim)(x))


def build_decoder(latent_dim):
    code = keras.Input((latent_dim,))
    x = keras.layers.Dense(128, activation="relu")(code)
    x = keras.layers.Dense(4 * 4 * 32, activation="relu")(x)
    x = keras.layers.Reshape((4, 4, 32))(x)
    for width in (24, 12):
        x = keras.layers.UpSampling2D()(x)
        x = keras.layers.Conv2D(width, 3, padding="same", activation="relu")(x)
    x = keras.layers.UpSampling2D()(x)
    return keras.Model(code, keras.layers.Conv2D(1, 3, padding="same")(x))


def build_critic():
    image = keras.Input((SIDE, SIDE, 1))
    x = image
    for width in (8, 16, 32):
        x = keras.layers.Conv2D(width, 3, padding="same", activation="relu")(x)
        x = keras.layers.AveragePooling2D(2)(x)
    x = keras.layers.Flatten()(x)
    return keras.Model(image, keras.layers.Dense(1)(x))
