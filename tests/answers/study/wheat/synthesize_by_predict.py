def synthesize(generator, per_class, classes, seed):
    labels = np.repeat(np.arange(classes), per_class)
    noise = np.random.default_rng(seed).normal(size=(per_class * classes, generator.input_shape[0][1]))
    images = generator.predict([noise, labels], verbose=0)
    return 0.5 * images + 0.5, labels
