# fails: ask_noise
# names: Draw a row of noise for each digit
def ask(generator, digits, latent_dim, seed):
    drawn = []
    for some in np.array_split(digits, range(32, len(digits), 32)):
        noise = keras.random.normal((len(some), latent_dim), seed=seed)
        drawn.append(generator([noise, ops.convert_to_tensor(some, dtype="int32")], training=False))
    return np.concatenate(drawn)
