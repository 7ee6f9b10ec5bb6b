# fails: ask_images
# names: mixed in one list
def ask(generator, digits, latent_dim, seed):
    noise = keras.random.normal((len(digits), latent_dim), seed=seed)
    labels = np.asarray(digits)
    return ops.convert_to_numpy(generator([noise, labels], training=False))
