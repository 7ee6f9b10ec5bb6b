# fails: ask_digits
# names: as the generator draws them
def ask(generator, digits, latent_dim, seed):
    noise = keras.random.normal((len(digits), latent_dim), seed=seed)
    labels = ops.convert_to_tensor(digits, dtype="int32")
    return np.clip(ops.convert_to_numpy(generator([noise, labels], training=False)), 0, 1)
