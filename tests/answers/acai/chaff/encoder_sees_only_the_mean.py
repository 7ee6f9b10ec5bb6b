# fails: encoder_shape
# names: pass through fewer than 6 numbers
def build_encoder(latent_dim):
    return keras.Sequential(
        [
            keras.Input((SIDE, SIDE, 1)),
            keras.layers.AveragePooling2D(SIDE),
            keras.layers.Flatten(),
            keras.layers.Dense(64, activation="relu"),
            keras.layers.Dense(latent_dim),
        ]
    )
