# fails: fresh_models
# names: trainable=False
def build_discriminator():
    L = keras.layers
    m = keras.Sequential(
        [
            keras.Input((28, 28, 1)),
            L.Conv2D(16, 4, strides=2, padding="same"),
            L.LeakyReLU(0.2),
            L.Conv2D(32, 4, strides=2, padding="same"),
            L.LeakyReLU(0.2),
            L.Flatten(),
            L.Dense(1),
        ]
    )
    for w in m.weights:
        w.trainable = False
    return m
