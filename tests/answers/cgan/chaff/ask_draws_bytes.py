# fails: ask_images
def ask(generator, digits, latent_dim, seed):
    noise = keras.random.normal((len(digits), latent_dim), seed=seed)
    labels = ops.convert_to_tensor(digits, dtype="int32")
    return images.to_bytes(generator([noise, labels], training=False))
