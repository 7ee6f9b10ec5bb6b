# A ReLU of as many units as the code has numbers: some are silent for all images.
def build_encoder(latent_dim):
    L = keras.layers
    x = i = keras.Input((SIDE, SIDE, 1))
    x = L.Flatten()(x)
    x = L.Dense(128, activation="relu")(x)
    x = L.Dense(latent_dim, activation="relu")(x)
    x = L.Dense(latent_dim)(x)
    return keras.Model(i, x)
