# fails: fresh_models
def build_encoder(latent_dim):
    encoder = keras.Sequential(
        [
            keras.Input((SIDE, SIDE, 1)),
            keras.layers.AveragePooling2D(4),
            keras.layers.Flatten(),
            keras.layers.Dense(64),
            keras.layers.LeakyReLU(0.2),
            keras.layers.Dense(latent_dim),
        ],
        name="encoder",
    )
    encoder.compile(optimizer="adam", loss="mse")
    return encoder
