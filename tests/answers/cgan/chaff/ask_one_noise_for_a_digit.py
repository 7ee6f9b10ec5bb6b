# fails: ask_noise
# names: Draw a row of noise for each digit
def ask(generator, digits, latent_dim, seed):
    noise = ops.take(keras.random.normal((CLASSES, latent_dim), seed=seed), np.asarray(digits, "int32"), axis=0)
    labels = ops.convert_to_tensor(digits, dtype="int32")
    return ops.convert_to_numpy(generator([noise, labels], training=False))
