# fails: synthesize
# names: in each of the latent_dim numbers
def synthesize(generator, per_class, classes, seed):
    labels = np.tile(np.arange(classes, dtype="int32"), per_class)
    noise = keras.random.normal((len(labels), generator.inputs[0].shape[-1]), seed=seed)
    noise = ops.concatenate([noise[:, :-1], 0 * noise[:, -1:]], axis=1)
    return (np.clip((predict(generator, noise, labels) + 1) / 2, 0, 1), labels)
