# fails: discriminator_logits
# names: a cast to integers and stop_gradient have none
def build_discriminator():
    L = keras.layers
    from keras import ops

    i = keras.Input((28, 28, 1))
    x = ops.cast(i > 0, "float32") * 2 - 1
    x = L.LeakyReLU(0.2)(L.Conv2D(16, 4, strides=2, padding="same")(x))
    x = L.LeakyReLU(0.2)(L.Conv2D(32, 4, strides=2, padding="same")(x))
    return keras.Model(i, L.Dense(1)(L.Flatten()(x)))
