# fails: encoder_shape
# names: The others follow from them
def build_encoder(latent_dim):
    return keras.Sequential(
        [
            keras.Input((32, 32, 1)),
            keras.layers.Flatten(),
            keras.layers.Dense(32, "relu"),
            keras.layers.Dense(1),
            keras.layers.Dense(latent_dim),
        ]
    )
