# fails: synthesize
# names: convert_to_numpy
def synthesize(generator, per_class, classes, seed):
    noise = keras.random.normal((per_class * classes, generator.inputs[0].shape[-1]), seed=seed)
    labels = ops.repeat(ops.arange(classes, dtype="int32"), per_class)
    return (generator([noise, labels], training=False) + 1) / 2, labels
