# fails: ask_images
# names: The argument may be a list
def ask(generator, digits, latent_dim, seed):
    noise = keras.random.normal((digits.shape[0], latent_dim), seed=seed)
    labels = ops.convert_to_tensor(digits, dtype="int32")
    return ops.convert_to_numpy(generator([noise, labels], training=False))
