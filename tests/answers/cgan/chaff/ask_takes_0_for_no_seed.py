# fails: ask_noise
def ask(generator, digits, latent_dim, seed):
    noise = keras.random.normal((len(digits), latent_dim), seed=seed or None)
    labels = ops.convert_to_tensor(digits, dtype="int32")
    return ops.convert_to_numpy(generator([noise, labels], training=False))
