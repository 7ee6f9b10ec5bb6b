# fails: ask_noise
# names: Draw a row of noise for each digit
def ask(generator, digits, latent_dim, seed):
    noise = ops.repeat(keras.random.normal((1, latent_dim), seed=seed), len(digits), axis=0)
    labels = ops.convert_to_tensor(digits, dtype="int32")
    return ops.convert_to_numpy(generator([noise, labels], training=False))
