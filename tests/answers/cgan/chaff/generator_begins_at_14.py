# fails: generator_growth
def build_generator(latent_dim):
    noise = keras.Input((latent_dim,))
    labels = keras.Input((), dtype="int32")
    x = ops.concatenate([noise, one_hot(labels)], axis=1)
    x = keras.layers.Dense(14 * 14 * 12, use_bias=False)(x)
    x = keras.layers.Reshape((14, 14, 12))(x)
    x = keras.layers.BatchNormalization()(x)
    x = keras.layers.ReLU()(x)
    for _ in range(2):
        x = keras.layers.Conv2D(48, 3, padding="same", use_bias=False)(x)
        x = keras.layers.BatchNormalization()(x)
        x = keras.layers.ReLU()(x)
    x = keras.layers.Conv2D(24, 3, padding="same", use_bias=False)(x)
    x = keras.layers.BatchNormalization()(x)
    x = keras.layers.ReLU()(x)
    x = keras.layers.Conv2DTranspose(1, 4, strides=2, padding="same", activation="tanh")(x)
    return keras.Model([noise, labels], x, name="generator")
