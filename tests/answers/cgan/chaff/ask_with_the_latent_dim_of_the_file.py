# fails: ask_images
# names: another latent_dim than yours
def ask(generator, digits, latent_dim, seed):
    noise = keras.random.normal((len(digits), LATENT_DIM), seed=seed)
    labels = ops.convert_to_tensor(digits, dtype="int32")
    return ops.convert_to_numpy(generator([noise, labels], training=False))
