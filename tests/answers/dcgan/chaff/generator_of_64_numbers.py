# fails: generator_noise
# names: The other numbers get lost
def build_generator(latent_dim):
    noise = keras.Input((latent_dim,))
    x = keras.layers.Dense(7 * 7 * 32, use_bias=False)(noise[:, :64])
    x = keras.layers.Reshape((7, 7, 32))(x)
    x = keras.layers.ReLU()(keras.layers.BatchNormalization()(x))
    x = keras.layers.Conv2DTranspose(16, 4, strides=2, padding="same", use_bias=False)(x)
    x = keras.layers.ReLU()(keras.layers.BatchNormalization()(x))
    x = keras.layers.Conv2DTranspose(1, 4, strides=2, padding="same", activation="tanh")(x)
    return keras.Model(noise, x)
