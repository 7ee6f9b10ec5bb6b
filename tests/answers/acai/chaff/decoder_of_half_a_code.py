# fails: decoder_shape
# names: The other numbers get lost
def build_decoder(latent_dim):
    i = keras.Input((latent_dim,))
    x = keras.layers.Dense(1024)(i[:, : (latent_dim + 1) // 2])
    return keras.Model(i, keras.layers.Reshape((32, 32, 1))(x))
