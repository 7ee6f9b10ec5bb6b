# fails: synthesize
# names: Draw a row of noise for each image
def synthesize(generator, per_class, classes, seed):
    noise = keras.random.normal((1, generator.inputs[0].shape[-1]), seed=seed)
    labels = np.repeat(np.arange(classes, dtype="int32"), per_class)
    return (predict(generator, np.repeat(noise, len(labels), axis=0), labels) + 1) / 2, labels
