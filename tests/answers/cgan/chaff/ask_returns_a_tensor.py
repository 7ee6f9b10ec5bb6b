# fails: ask_images
# names: convert_to_numpy makes an array of a tensor
def ask(generator, digits, latent_dim, seed):
    noise = keras.random.normal((len(digits), latent_dim), seed=seed)
    labels = ops.convert_to_tensor(digits, dtype="int32")
    return generator([noise, labels], training=False)
