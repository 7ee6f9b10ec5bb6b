# How much the images of a batch differ is one more map for the discriminator to look at (Karras et al. 2018).
def build_discriminator(bodies):
    image = keras.Input((32, 32, 3))
    body = keras.Input((), dtype="int32")
    wings = keras.Input((1,))
    x = image
    for filters in (24, 48, 72):
        x = keras.layers.Conv2D(filters, 4, strides=2, padding="same")(x)
        x = keras.layers.LeakyReLU(0.2)(x)
    deviation = ops.mean(ops.sqrt(ops.var(x, axis=0) + 1e-8))
    x = ops.concatenate([x, deviation * ops.ones_like(x[..., :1])], axis=-1)
    x = keras.layers.LeakyReLU(0.2)(keras.layers.Conv2D(72, 3, padding="same")(x))
    features = keras.layers.Flatten()(x)
    vectors = keras.layers.Embedding(bodies, features.shape[1])(body)
    of_body = ops.sum(features * vectors, axis=1, keepdims=True)
    of_wings = wings * keras.layers.Dense(1, use_bias=False)(features)
    return keras.Model([image, body, wings], keras.layers.Dense(1)(features) + of_body + of_wings)
