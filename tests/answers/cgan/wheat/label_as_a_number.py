# reaches: none
# The label comes into both networks as one number between 0 and 1, scaled and shifted by learned weights.
def build_generator(latent_dim):
    noise, label = keras.Input((latent_dim,)), keras.Input((), dtype="int32")
    number = ops.expand_dims(ops.cast(label, "float32") / 9, 1)
    x = keras.layers.Concatenate()([noise, keras.layers.Dense(8, activation="relu")(number)])
    x = keras.layers.Dense(7 * 7 * 32, use_bias=False)(x)
    x = keras.layers.Reshape((7, 7, 32))(x)
    x = keras.layers.ReLU()(keras.layers.BatchNormalization()(x))
    x = keras.layers.UpSampling2D()(x)
    x = keras.layers.Conv2D(24, 3, padding="same", use_bias=False)(x)
    x = keras.layers.ReLU()(keras.layers.BatchNormalization()(x))
    x = keras.layers.UpSampling2D()(x)
    return keras.Model([noise, label], keras.layers.Conv2D(1, 3, padding="same", activation="tanh")(x))


def build_discriminator():
    image, label = keras.Input((28, 28, 1)), keras.Input((), dtype="int32")
    number = ops.cast(label, "float32") / 9
    x = ops.concatenate([image, ops.ones_like(image) * ops.reshape(number, (-1, 1, 1, 1))], axis=-1)
    for filters in (16, 32, 48):
        x = keras.layers.LeakyReLU(0.2)(keras.layers.Conv2D(filters, 4, strides=2, padding="same")(x))
    x = keras.layers.LeakyReLU(0.2)(keras.layers.Conv2D(64, 4)(x))
    return keras.Model([image, label], keras.layers.Dense(1)(keras.layers.Flatten()(x)))
