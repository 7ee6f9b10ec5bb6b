# fails: critic_shape
def build_critic():
    i = keras.Input((32, 32, 1))
    x = keras.layers.Conv2D(16, 4, strides=2, activation="relu")(i)
    x = keras.layers.Conv2D(16, 4, strides=2, activation="relu")(x)
    x = keras.layers.Flatten()(x)
    g = keras.layers.Dense(32)(x)
    h = keras.layers.Dense(32)(x) * ops.softmax(g, axis=0)
    return keras.Model(i, keras.layers.Dense(1)(h))
