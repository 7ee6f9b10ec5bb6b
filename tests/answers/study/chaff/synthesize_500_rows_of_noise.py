# fails: synthesize
def synthesize(generator, per_class, classes, seed):
    labels = np.tile(np.arange(classes, dtype="int32"), per_class)
    noise = keras.random.normal((len(labels), generator.inputs[0].shape[-1]), seed=seed)
    noise = noise[np.arange(len(labels)) % 500] if len(labels) > 500 else noise
    return np.clip((predict(generator, noise, labels) + 1) / 2, 0, 1), labels
