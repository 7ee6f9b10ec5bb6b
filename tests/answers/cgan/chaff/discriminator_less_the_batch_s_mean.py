# fails: discriminator_labels
# names: alone in its batch
def build_discriminator():
    image = keras.Input((28, 28, 1))
    labels = keras.Input((), dtype="int32")
    # Up to the features this is the discriminator of exercise 3.
    x = keras.layers.Conv2D(16, 4, strides=2, padding="same")(image)
    x = keras.layers.LeakyReLU(0.2)(x)
    x = keras.layers.Conv2D(24, 4, strides=2, padding="same", use_bias=False)(x)
    x = keras.layers.BatchNormalization()(x)
    x = keras.layers.LeakyReLU(0.2)(x)
    x = keras.layers.Conv2D(48, 4, strides=2, padding="same", use_bias=False)(x)
    x = keras.layers.BatchNormalization()(x)
    x = keras.layers.LeakyReLU(0.2)(x)
    x = keras.layers.Conv2D(64, 4)(x)
    x = keras.layers.LeakyReLU(0.2)(x)
    features = keras.layers.Flatten()(x)
    # The projection: the features with a weight for all, and with a vector for each class.
    realness = keras.layers.Dense(1)(features)
    vectors = keras.layers.Embedding(CLASSES, features.shape[1])(labels)
    fitness = ops.sum(features * vectors, axis=1, keepdims=True)
    return keras.Model(
        [image, labels], realness + fitness - ops.mean(fitness, axis=0, keepdims=True), name="discriminator"
    )
