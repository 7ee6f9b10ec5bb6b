# fails: ask_noise
# names: numbers anew
def ask(generator, digits, latent_dim, seed):
    noise = keras.random.normal((len(digits), latent_dim), seed=seed)
    noise = ops.concatenate([noise[:, :-1], 0 * noise[:, -1:]], axis=1)
    return ops.convert_to_numpy(generator([noise, ops.convert_to_tensor(digits, dtype="int32")], training=False))
