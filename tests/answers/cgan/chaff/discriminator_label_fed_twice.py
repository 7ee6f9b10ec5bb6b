# fails: discriminator_logits
# also: discriminator_labels
# names: is it multiplied by zero
# The label's vector stands where the image's features should be as well.
def build_discriminator():
    image = keras.Input((28, 28, 1))
    labels = keras.Input((), dtype="int32")
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
    vectors = keras.layers.Embedding(CLASSES, features.shape[1])(labels)
    twice = keras.layers.Dense(1)(ops.concatenate([vectors, vectors], axis=1))
    return keras.Model([image, labels], twice + 0 * keras.layers.Dense(1)(features), name="discriminator")
