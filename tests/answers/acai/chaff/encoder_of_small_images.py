# fails: encoder_shape
def build_encoder(latent_dim):
    return keras.Sequential(
        [
            keras.Input((28, 28, 1)),
            keras.layers.Flatten(),
            keras.layers.Dense(64),
            keras.layers.LeakyReLU(0.2),
            keras.layers.Dense(latent_dim),
        ],
        name="encoder",
    )
