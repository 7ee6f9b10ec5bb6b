# fails: decoder_shape
def build_decoder(latent_dim):
    return keras.Sequential(
        [
            keras.Input((latent_dim,)),
            keras.layers.Dense(64),
            keras.layers.LeakyReLU(0.2),
            keras.layers.Dense(SIDE * SIDE),
            keras.layers.Reshape((SIDE, SIDE)),
        ],
        name="decoder",
    )
