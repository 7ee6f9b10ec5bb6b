# fails: encoder_shape
# names: look at these pixels
def build_encoder(latent_dim):
    return keras.Sequential(
        [
            keras.Input((32, 32, 1)),
            keras.layers.Cropping2D(((0, 16), (0, 0))),
            keras.layers.Flatten(),
            keras.layers.Dense(32, "relu"),
            keras.layers.Dense(latent_dim),
        ]
    )
