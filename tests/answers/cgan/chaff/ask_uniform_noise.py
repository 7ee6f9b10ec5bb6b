# fails: ask_noise
# names: The generator was trained on such noise
def ask(generator, digits, latent_dim, seed):
    noise = keras.random.uniform((len(digits), latent_dim), seed=seed)
    labels = ops.convert_to_tensor(digits, dtype="int32")
    return ops.convert_to_numpy(generator([noise, labels], training=False))
