# fails: synthesize
def synthesize(generator, per_class, classes, seed):
    noise = keras.random.normal((per_class * classes, generator.inputs[0].shape[-1]), seed=seed)
    labels = np.repeat(np.arange(classes, dtype="int32"), per_class)
    return np.round((predict(generator, noise, labels) + 1) * 127.5).astype("uint8"), labels
