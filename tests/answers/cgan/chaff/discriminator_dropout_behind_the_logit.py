# fails: discriminator_logits
# names: or noise stands behind the last layer
def build_discriminator():
    image = keras.Input((28, 28, 1))
    labels = keras.Input((), dtype="int32")
    x = keras.layers.Conv2D(16, 4, strides=2, padding="same")(image)
    x = keras.layers.LeakyReLU(0.2)(x)
    x = keras.layers.Conv2D(48, 4, strides=2, padding="same")(x)
    x = keras.layers.LeakyReLU(0.2)(x)
    f = keras.layers.Flatten()(x)
    v = keras.layers.Embedding(CLASSES, f.shape[1])(labels)
    return keras.Model(
        [image, labels], keras.layers.Dropout(0.4)(keras.layers.Dense(1)(f) + ops.sum(f * v, axis=1, keepdims=True))
    )
