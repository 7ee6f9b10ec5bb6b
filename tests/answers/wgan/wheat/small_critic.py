# Two convolutions, as in most tutorials.
def build_critic():
    image = keras.Input((28, 28, 1))
    x = keras.layers.Conv2D(32, 5, strides=2, padding="same", activation="leaky_relu")(image)
    x = keras.layers.Conv2D(64, 5, strides=2, padding="same", activation="leaky_relu")(x)
    return keras.Model(image, keras.layers.Dense(1)(keras.layers.Flatten()(x)))
