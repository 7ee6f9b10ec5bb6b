# calibrates: 1
# The generator ends in another bounded curve; the discriminator has no normalization.
def build_generator(latent_dim, bodies):
    noise, body, wings = keras.Input((latent_dim,)), keras.Input((), dtype="int32"), keras.Input((1,))
    told = keras.layers.CategoryEncoding(bodies, output_mode="one_hot")(ops.expand_dims(body, 1))
    x = keras.layers.Concatenate()([noise, told, wings])
    x = keras.layers.Dense(8 * 8 * 24, activation="elu")(x)
    x = keras.layers.Reshape((8, 8, 24))(x)
    x = keras.layers.Conv2DTranspose(24, 5, strides=2, padding="same", activation="elu")(x)
    x = keras.layers.Conv2DTranspose(3, 5, strides=2, padding="same")(x)
    return keras.Model([noise, body, wings], 2 * ops.sigmoid(x) - 1)
