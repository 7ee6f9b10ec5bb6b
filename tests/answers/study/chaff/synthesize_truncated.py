# fails: synthesize
# names: The generator was trained with normal noise
def synthesize(generator, per_class, classes, seed):
    labels = np.tile(np.arange(classes, dtype="int32"), per_class)
    noise = keras.random.truncated_normal((len(labels), generator.inputs[0].shape[-1]), seed=seed)
    return (np.clip((predict(generator, noise, labels) + 1) / 2, 0, 1), labels)
