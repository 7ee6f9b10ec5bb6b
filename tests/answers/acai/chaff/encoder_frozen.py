# fails: fresh_models
# names: trainable=False
def build_encoder(latent_dim):
    m = keras.Sequential(
        [
            keras.Input((32, 32, 1)),
            keras.layers.Flatten(),
            keras.layers.Dense(32, "relu"),
            keras.layers.Dense(latent_dim),
        ]
    )
    m.trainable = False
    return m
