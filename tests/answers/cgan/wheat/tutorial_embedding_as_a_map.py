# reaches: none
# A well-known tutorial's way: an embedding, through a dense layer, becomes one more channel of the image, and of the
# generator's first small image.
def build_generator(latent_dim):
    label = keras.layers.Input(shape=(), dtype="int32")
    place = keras.layers.Embedding(10, 50)(label)
    place = keras.layers.Reshape((7, 7, 1))(keras.layers.Dense(7 * 7)(place))
    noise = keras.layers.Input(shape=(latent_dim,))
    x = keras.layers.Dense(48 * 7 * 7)(noise)
    x = keras.layers.LeakyReLU(0.2)(x)
    x = keras.layers.Reshape((7, 7, 48))(x)
    x = keras.layers.Concatenate()([x, place])
    for filters in (48, 24):
        x = keras.layers.Conv2DTranspose(filters, 4, strides=2, padding="same")(x)
        x = keras.layers.BatchNormalization()(x)
        x = keras.layers.ReLU()(x)
    x = keras.layers.Conv2D(1, 7, padding="same", activation="tanh")(x)
    return keras.models.Model([noise, label], x)


def build_discriminator():
    label = keras.layers.Input(shape=(), dtype="int32")
    place = keras.layers.Embedding(10, 50)(label)
    place = keras.layers.Reshape((28, 28, 1))(keras.layers.Dense(28 * 28, activation="relu")(place))
    image = keras.layers.Input(shape=(28, 28, 1))
    x = keras.layers.Concatenate()([image, place])
    for _ in range(2):
        x = keras.layers.Conv2D(32, 3, strides=2, padding="same")(x)
        x = keras.layers.LeakyReLU(0.2)(x)
    x = keras.layers.Flatten()(x)
    x = keras.layers.Dropout(0.4)(x)
    return keras.models.Model([image, label], keras.layers.Dense(1)(x))
