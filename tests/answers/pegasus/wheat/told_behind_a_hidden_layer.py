# reaches: none
# calibrates: 1
# Features, body and wings go through a hidden layer together; wings reach it in two ways.
def build_discriminator(bodies):
    image, body, wings = keras.Input((32, 32, 3)), keras.Input((), dtype="int32"), keras.Input((1,))
    x = keras.layers.Rescaling(1.0)(image)
    for filters in (16, 32):
        x = keras.layers.SeparableConv2D(filters, 4, strides=2, padding="same", activation="silu")(x)
    x = keras.layers.Flatten()(keras.layers.AveragePooling2D(2)(x))
    x = ops.concatenate([x, keras.layers.Embedding(bodies, 8)(body), wings, 1 - wings], axis=1)
    return keras.Model([image, body, wings], keras.layers.Dense(1)(keras.layers.Dense(64, activation="gelu")(x)))
