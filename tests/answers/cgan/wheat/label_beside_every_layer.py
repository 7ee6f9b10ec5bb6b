# seed: 5
# The label shifts and scales what batch normalization makes (conditional batch normalization), beginning with no effect
# at all; in the discriminator it comes in as maps at 7x7.
def build_generator(latent_dim):
    noise = keras.Input((latent_dim,))
    labels = keras.Input((), dtype="int32")

    def told(x, channels):
        x = keras.layers.BatchNormalization(center=False, scale=False)(x)
        scale = keras.layers.Embedding(10, channels, embeddings_initializer="zeros")(labels)
        shift = keras.layers.Embedding(10, channels, embeddings_initializer="zeros")(labels)
        as_maps = keras.layers.Reshape((1, 1, channels))
        return ops.relu(x * (1 + as_maps(scale)) + as_maps(shift))

    x = keras.layers.Reshape((7, 7, 48))(keras.layers.Dense(7 * 7 * 48, use_bias=False)(noise))
    x = told(x, 48)
    x = told(keras.layers.Conv2D(48, 3, padding="same", use_bias=False)(x), 48)
    x = told(keras.layers.Conv2DTranspose(24, 4, strides=2, padding="same", use_bias=False)(x), 24)
    x = keras.layers.Conv2DTranspose(1, 4, strides=2, padding="same")(x)
    return keras.Model([noise, labels], ops.tanh(x))


def build_discriminator():
    image = keras.Input((28, 28, 1))
    labels = keras.Input((), dtype="int32")
    x = keras.layers.Conv2D(16, 4, strides=2, padding="same")(image)
    x = keras.layers.LeakyReLU(0.2)(x)
    x = keras.layers.Conv2D(24, 4, strides=2, padding="same")(x)
    maps = keras.layers.Reshape((7, 7, 4))(keras.layers.Embedding(10, 7 * 7 * 4)(labels))
    x = keras.layers.LeakyReLU(0.2)(keras.layers.Concatenate()([x, maps]))
    x = keras.layers.Conv2D(48, 4, strides=2, padding="same", use_bias=False)(x)
    x = keras.layers.LeakyReLU(0.2)(keras.layers.BatchNormalization()(x))
    x = keras.layers.LeakyReLU(0.2)(keras.layers.Conv2D(64, 4)(x))
    features = keras.layers.Flatten()(x)
    plain = keras.layers.Dense(1)(features)
    fits = keras.layers.Dot(axes=1)([features, keras.layers.Embedding(10, 64)(labels)])
    return keras.Model([image, labels], keras.layers.Add()([plain, fits]))
