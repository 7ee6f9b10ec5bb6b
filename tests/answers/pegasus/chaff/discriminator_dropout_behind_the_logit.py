# fails: discriminator_logits
# names: or noise stands behind the last layer
def build_discriminator(bodies):
    image = keras.Input((32, 32, 3))
    body = keras.Input((), dtype="int32")
    wings = keras.Input((1,))
    x = keras.layers.Conv2D(24, 4, strides=2, padding="same")(image)
    x = keras.layers.LeakyReLU(0.2)(x)
    for filters in (48, 72):
        x = keras.layers.Conv2D(filters, 4, strides=2, padding="same", use_bias=False)(x)
        x = keras.layers.LeakyReLU(0.2)(x)
    f = keras.layers.Flatten()(x)
    v = keras.layers.Embedding(bodies, f.shape[1])(body)
    return keras.Model(
        [image, body, wings],
        keras.layers.Dropout(0.5)(
            keras.layers.Dense(1)(f) + ops.sum(f * v, axis=1, keepdims=True) + wings * keras.layers.Dense(1)(f)
        ),
    )
