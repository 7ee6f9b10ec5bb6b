# fails: decoder_shape
# names: Images go from 0 to 1
def build_decoder(latent_dim):
    return keras.Sequential(
        [
            keras.Input((latent_dim,)),
            keras.layers.Dense(1024, "sigmoid"),
            keras.layers.Rescaling(0.5),
            keras.layers.Reshape((32, 32, 1)),
        ]
    )
