# A residual block makes the image as large as it will be: a transposed convolution, and what is copied beside it.
def build_generator(latent_dim):
    L = keras.layers

    def up(x, f, k=4):
        return L.ReLU()(L.BatchNormalization()(L.Conv2DTranspose(f, k, strides=2, padding="same", use_bias=False)(x)))

    def cv(x, f):
        return L.ReLU()(L.BatchNormalization()(L.Conv2D(f, 3, padding="same", use_bias=False)(x)))

    i = keras.Input((latent_dim,))
    x = L.Reshape((7, 7, 32))(L.Dense(7 * 7 * 32)(i))
    x = L.ReLU()(L.BatchNormalization()(x))
    x = up(x, 24)
    s = L.Conv2D(1, 1)(L.UpSampling2D()(x))
    x = L.Conv2DTranspose(1, 4, strides=2, padding="same")(x)
    return keras.Model(i, L.Activation("tanh")(x + s))
