# fails: discriminator_logits
# names: Dropout or noise stands behind
def build_discriminator():
    L = keras.layers
    return keras.Sequential(
        [
            keras.Input((28, 28, 1)),
            L.Conv2D(16, 4, strides=2, padding="same"),
            L.LeakyReLU(0.2),
            L.Conv2D(32, 4, strides=2, padding="same"),
            L.LeakyReLU(0.2),
            L.Flatten(),
            L.Dense(1),
            L.GaussianNoise(0.5),
        ]
    )
