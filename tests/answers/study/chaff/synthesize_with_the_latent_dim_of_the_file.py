# fails: synthesize
def synthesize(generator, per_class, classes, seed):
    noise = keras.random.normal((per_class * classes, LATENT_DIM), seed=seed)
    labels = np.repeat(np.arange(classes, dtype="int32"), per_class)
    return (predict(generator, noise, labels) + 1) / 2, labels
