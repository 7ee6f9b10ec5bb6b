# fails: critic_shape
# names: let it end without an activation
def build_critic():
    return keras.Sequential(
        [
            keras.Input((32, 32, 1)),
            keras.layers.Conv2D(8, 4, strides=2),
            keras.layers.LeakyReLU(),
            keras.layers.Flatten(),
            keras.layers.Dense(1),
            keras.layers.Rescaling(-1.0),
            keras.layers.ReLU(),
            keras.layers.Rescaling(-1.0),
        ]
    )
