# fails: decoder_shape
def build_decoder(latent_dim):
    decoder = keras.Sequential([keras.Input((latent_dim,)), keras.layers.Dense(4 * 4 * 32)])
    decoder.add(keras.layers.Reshape((4, 4, 32)))
    for width in (16, 8, 1):
        decoder.add(keras.layers.Conv2DTranspose(width, 4, strides=2, padding="same"))
