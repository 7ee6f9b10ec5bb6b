# fails: critic_shape
def build_critic():
    return keras.Sequential(
        [
            keras.Input((LATENT_DIM,)),
            keras.layers.Dense(64),
            keras.layers.LeakyReLU(0.2),
            keras.layers.Dense(1),
        ],
        name="critic",
    )
