# fails: synthesize
# names: Return the labels that you asked the generator for
def synthesize(generator, per_class, classes, seed):
    rng = np.random.default_rng(seed)
    noise = rng.normal(size=(per_class * classes, generator.inputs[0].shape[-1])).astype("float32")
    asked = rng.permutation(np.repeat(np.arange(classes, dtype="int32"), per_class))
    return (predict(generator, noise, asked) + 1) / 2, np.repeat(np.arange(classes, dtype="int32"), per_class)
