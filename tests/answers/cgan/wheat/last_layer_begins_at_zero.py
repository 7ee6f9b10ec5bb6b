# The generator's last layer begins with zeros: at first, all images are grey.
def build_generator(latent_dim):
    noise = keras.Input((latent_dim,))
    labels = keras.Input((), dtype="int32")
    x = ops.concatenate([noise, one_hot(labels)], axis=1)
    x = keras.layers.Dense(7 * 7 * 48, use_bias=False)(x)
    x = keras.layers.Reshape((7, 7, 48))(x)
    x = keras.layers.BatchNormalization()(x)
    x = keras.layers.ReLU()(x)
    for _ in range(2):
        x = keras.layers.Conv2D(48, 3, padding="same", use_bias=False)(x)
        x = keras.layers.BatchNormalization()(x)
        x = keras.layers.ReLU()(x)
    x = keras.layers.Conv2DTranspose(24, 4, strides=2, padding="same", use_bias=False)(x)
    x = keras.layers.BatchNormalization()(x)
    x = keras.layers.ReLU()(x)
    x = keras.layers.Conv2DTranspose(1, 4, strides=2, padding="same", activation="tanh", kernel_initializer="zeros")(x)
    return keras.Model([noise, labels], x, name="generator")
