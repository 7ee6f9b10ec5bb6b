# fails: encoder_shape
# names: something computed over the batch
def build_encoder(latent_dim):
    i = keras.Input((32, 32, 1))
    x = keras.layers.Dense(128, activation="relu")(keras.layers.Flatten()(i))
    x = x / (ops.max(x) + 1e-06)
    return keras.Model(i, keras.layers.Dense(latent_dim)(x))
