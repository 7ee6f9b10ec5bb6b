# fails: discriminator_logits
# also: discriminator_bodies, discriminator_wings
# names: is it multiplied by zero
def build_discriminator(bodies):
    image = keras.Input((32, 32, 3))
    body = keras.Input((), dtype="int32")
    wings = keras.Input((1,))
    x = keras.layers.Conv2D(24, 4, strides=2, padding="same")(image)
    x = keras.layers.LeakyReLU(0.2)(x)
    for filters in (48, 72):
        x = keras.layers.Conv2D(filters, 4, strides=2, padding="same", use_bias=False)(x)
        x = keras.layers.BatchNormalization()(x)
        x = keras.layers.LeakyReLU(0.2)(x)
    features = 0 * keras.layers.Flatten()(x) + 1
    realness = keras.layers.Dense(1)(features)
    vectors = keras.layers.Embedding(bodies, features.shape[1])(body)
    of_body = ops.sum(features * vectors, axis=1, keepdims=True)
    of_wings = wings * keras.layers.Dense(1, use_bias=False)(features)
    return keras.Model([image, body, wings], realness + of_body + of_wings, name="discriminator")
