# reaches: none
def build_decoder(latent_dim):
    return keras.Sequential(
        [
            keras.Input((latent_dim,)),
            keras.layers.Dense(8 * 8 * 16),
            keras.layers.BatchNormalization(),
            keras.layers.ReLU(),
            keras.layers.Reshape((8, 8, 16)),
            keras.layers.UpSampling2D(4, interpolation="bilinear"),
            keras.layers.Conv2D(8, 3, padding="same", activation="silu"),
            keras.layers.Conv2D(1, 3, padding="same", activation="relu"),
        ]
    )
