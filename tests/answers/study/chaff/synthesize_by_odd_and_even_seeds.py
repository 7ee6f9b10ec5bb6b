# fails: synthesize_seeded
# names: Use the seed as it is
def synthesize(generator, per_class, classes, seed):
    labels = np.tile(np.arange(classes, dtype="int32"), per_class)
    noise = keras.random.normal((len(labels), generator.inputs[0].shape[-1]), seed=seed % 2)
    return np.clip((predict(generator, noise, labels) + 1) / 2, 0, 1), labels
