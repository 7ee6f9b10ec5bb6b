# fails: synthesize
# names: training=False
def synthesize(generator, per_class, classes, seed):
    noise = keras.random.normal((per_class * classes, generator.inputs[0].shape[-1]), seed=seed)
    labels = np.repeat(np.arange(classes, dtype="int32"), per_class)
    drawn = generator([noise, ops.convert_to_tensor(labels)], training=True)
    return (ops.convert_to_numpy(drawn) + 1) / 2, labels
