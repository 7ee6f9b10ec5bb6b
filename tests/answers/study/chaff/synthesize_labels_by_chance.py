# fails: synthesize
# names: Make each class as often as any other
def synthesize(generator, per_class, classes, seed):
    rng = np.random.default_rng(seed)
    noise = rng.normal(size=(per_class * classes, generator.inputs[0].shape[-1])).astype("float32")
    labels = rng.integers(0, classes, per_class * classes).astype("int32")
    return (predict(generator, noise, labels) + 1) / 2, labels
