# fails: encoder_shape
# names: One output is wanted
def build_encoder(latent_dim):
    image = keras.Input((SIDE, SIDE, 1))
    x = keras.layers.Flatten()(image)
    x = keras.layers.Dense(64, activation="relu")(x)
    return keras.Model(image, [keras.layers.Dense(latent_dim)(x), keras.layers.Dense(latent_dim)(x)])
