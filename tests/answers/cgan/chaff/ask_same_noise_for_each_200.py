# fails: ask_noise
def ask(generator, digits, latent_dim, seed):
    noise = ops.tile(keras.random.normal((200, latent_dim), seed=seed), (-(-len(digits) // 200), 1))[: len(digits)]
    labels = ops.convert_to_tensor(digits, dtype="int32")
    return ops.convert_to_numpy(generator([noise, labels], training=False))
