# fails: ask_digits
# names: in their order
def ask(generator, digits, latent_dim, seed):
    noise = keras.random.normal((len(digits), latent_dim), seed=seed)
    labels = ops.convert_to_tensor(sorted(digits), dtype="int32")
    return ops.convert_to_numpy(generator([noise, labels], training=False))
