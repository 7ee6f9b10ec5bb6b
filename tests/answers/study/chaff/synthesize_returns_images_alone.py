# fails: synthesize
def synthesize(generator, per_class, classes, seed):
    labels = np.repeat(np.arange(classes, dtype="int32"), per_class)
    noise = keras.random.normal((len(labels), generator.inputs[0].shape[-1]), seed=seed)
    return (predict(generator, noise, labels) + 1) / 2
