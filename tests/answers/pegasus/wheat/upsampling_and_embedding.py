# reaches: none
# calibrates: 1
# seed: 5
# UpSampling grows, the body is an embedding, the noise meets what is asked in products.
def build_generator(latent_dim, bodies):
    noise, body, wings = keras.Input((latent_dim,)), keras.Input((), dtype="int32"), keras.Input((1,))
    asked = keras.layers.Embedding(bodies, 24)(body) + wings * keras.layers.Dense(24)(ops.ones_like(wings))
    x = keras.layers.Concatenate()([noise, asked])
    x = keras.layers.Dense(4 * 4 * 64, activation="relu")(x)
    x = keras.layers.Reshape((4, 4, 64))(x)
    for filters in (64, 48, 32):
        x = keras.layers.UpSampling2D()(x)
        x = keras.layers.Conv2D(filters, 3, padding="same")(x)
        x = keras.layers.BatchNormalization()(x)
        x = keras.layers.Activation("relu")(x)
    return keras.Model([noise, body, wings], keras.layers.Conv2D(3, 3, padding="same", activation="tanh")(x))
