# fails: discriminator_labels
# names: only adds a number
# A dense layer behind features and label side by side adds a number for each label.
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
    vectors = keras.layers.Embedding(CLASSES, 16)(labels)
    x = keras.layers.Concatenate()([features, vectors])
    return keras.Model([image, labels], keras.layers.Dense(1)(x), name="discriminator")
