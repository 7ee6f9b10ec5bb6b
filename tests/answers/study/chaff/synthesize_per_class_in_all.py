# fails: synthesize
# names: Return per_class images of each class
def synthesize(generator, per_class, classes, seed):
    noise = keras.random.normal((per_class, generator.inputs[0].shape[-1]), seed=seed)
    labels = np.resize(np.arange(classes, dtype="int32"), per_class)
    return (predict(generator, noise, labels) + 1) / 2, labels
