# fails: decoder_shape
# names: taken over the whole batch
def build_decoder(latent_dim):
    i = keras.Input((latent_dim,))
    x = keras.layers.Dense(128, activation="relu")(i)
    x = keras.layers.Reshape((32, 32, 1))(keras.layers.Dense(1024)(x))
    x = (x - ops.min(x)) / (ops.max(x) - ops.min(x) + 1e-06)
    return keras.Model(i, x)
