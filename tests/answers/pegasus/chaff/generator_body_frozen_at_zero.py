# fails: fresh_models
# names: trainable=False
def build_generator(latent_dim, bodies):
    noise = keras.Input((latent_dim,))
    body = keras.Input((), dtype="int32")
    wings = keras.Input((1,))
    x = ops.concatenate(
        [noise, keras.layers.Embedding(bodies, 8, embeddings_initializer="zeros", trainable=False)(body), wings], axis=1
    )
    x = keras.layers.Dense(4 * 4 * 64, use_bias=False)(x)
    x = keras.layers.Reshape((4, 4, 64))(x)
    x = keras.layers.BatchNormalization()(x)
    x = keras.layers.ReLU()(x)
    for filters in (32, 32):
        x = keras.layers.Conv2DTranspose(filters, 4, strides=2, padding="same", use_bias=False)(x)
        x = keras.layers.BatchNormalization()(x)
        x = keras.layers.ReLU()(x)
    x = keras.layers.Conv2DTranspose(3, 4, strides=2, padding="same", activation="tanh")(x)
    return keras.Model([noise, body, wings], x)
