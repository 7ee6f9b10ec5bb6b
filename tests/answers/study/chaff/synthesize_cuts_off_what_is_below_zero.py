# fails: synthesize
# names: Numbers below 0 were cut off
def synthesize(generator, per_class, classes, seed):
    noise = keras.random.normal((per_class * classes, generator.inputs[0].shape[-1]), seed=seed)
    labels = np.repeat(np.arange(classes, dtype="int32"), per_class)
    return np.clip(predict(generator, noise, labels), 0, 1), labels
