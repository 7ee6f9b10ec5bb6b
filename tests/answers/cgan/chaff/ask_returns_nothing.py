# fails: ask_images
# names: return
def ask(generator, digits, latent_dim, seed):
    noise = keras.random.normal((len(digits), latent_dim), seed=seed)
    labels = ops.convert_to_tensor(digits, dtype="int32")
    drawn = ops.convert_to_numpy(generator([noise, labels], training=False))
