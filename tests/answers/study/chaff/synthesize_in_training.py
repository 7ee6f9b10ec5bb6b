# fails: synthesize
# names: training=False
def synthesize(generator, per_class, classes, seed):
    noise = keras.random.normal((per_class * classes, generator.inputs[0].shape[-1]), seed=seed)
    labels = np.repeat(np.arange(classes, dtype="int32"), per_class)
    return (ops.convert_to_numpy(generator([noise, labels], training=True)) + 1) / 2, labels
