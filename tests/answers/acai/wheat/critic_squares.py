# The critic's guess is a mean of squares: never below 0, as a share is.
def build_critic():
    L = keras.layers
    x = i = keras.Input((SIDE, SIDE, 1))
    for f in (8, 16, 32):
        x = L.LeakyReLU()(L.Conv2D(f, 3, strides=2, padding="same")(x))
    x = ops.mean(ops.square(x), axis=(1, 2, 3))[:, None]
    return keras.Model(i, x)
