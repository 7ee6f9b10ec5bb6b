# fails: ask_noise
# names: The seed must decide everything random
def ask(generator, digits, latent_dim, seed):
    noise = keras.random.normal((len(digits), latent_dim), seed=0)
    labels = ops.convert_to_tensor(digits, dtype="int32")
    return ops.convert_to_numpy(generator([noise, labels], training=False))
