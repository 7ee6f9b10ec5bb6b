# fails: decoder_shape
# names: A transposed convolution whose stride
def build_decoder(latent_dim):
    return keras.Sequential(
        [
            keras.Input((latent_dim,)),
            keras.layers.Dense(8 * 8 * 8, "relu"),
            keras.layers.Reshape((8, 8, 8)),
            keras.layers.Conv2DTranspose(8, 2, strides=2, padding="same", activation="relu"),
            keras.layers.Conv2DTranspose(1, 1, strides=2, padding="same"),
        ]
    )
