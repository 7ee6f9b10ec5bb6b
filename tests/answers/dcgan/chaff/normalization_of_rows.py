# fails: generator_layers
# names: It is 1 only where channels come first
def build_generator(latent_dim):
    def bn():
        return keras.layers.BatchNormalization(axis=1)

    return keras.Sequential(
        [
            keras.Input((latent_dim,)),
            keras.layers.Dense(7 * 7 * 48, use_bias=False),
            keras.layers.Reshape((7, 7, 48)),
            bn(),
            keras.layers.ReLU(),
            keras.layers.Conv2D(48, 3, padding="same", use_bias=False),
            bn(),
            keras.layers.ReLU(),
            keras.layers.Conv2DTranspose(24, 4, strides=2, padding="same", use_bias=False),
            bn(),
            keras.layers.ReLU(),
            keras.layers.Conv2DTranspose(1, 4, strides=2, padding="same", activation="tanh"),
        ],
        name="generator",
    )
