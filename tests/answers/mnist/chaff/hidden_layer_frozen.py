# fails: uncompiled
# names: trainable=False
def build_model():
    return keras.Sequential(
        [
            keras.Input((28, 28, 1)),
            keras.layers.Flatten(),
            keras.layers.Dense(128, activation="relu", trainable=False),
            keras.layers.Dense(10),
        ]
    )
