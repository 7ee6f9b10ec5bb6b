# fails: generator_noise
# names: another single number
def build_generator(latent_dim):
    L = keras.layers

    def up(x, f, k=4):
        return L.ReLU()(L.BatchNormalization()(L.Conv2DTranspose(f, k, strides=2, padding="same", use_bias=False)(x)))

    i = keras.Input((latent_dim,))
    x = L.Dense(1)(i)
    x = L.Reshape((7, 7, 32))(L.Dense(7 * 7 * 32)(x))
    x = L.ReLU()(L.BatchNormalization()(x))
    return keras.Model(i, L.Conv2DTranspose(1, 4, strides=2, padding="same", activation="tanh")(up(x, 16)))
