def synthesize(generator, per_class, classes, seed):
    numbers = keras.random.SeedGenerator(seed)
    images, labels = [], []
    for each in range(classes):
        noise = keras.random.normal((per_class, generator.inputs[0].shape[1]), seed=numbers)
        asked = ops.full((per_class,), each, dtype="int32")
        images.append(ops.convert_to_numpy(generator([noise, asked], training=False)) / 2 + 0.5)
        labels += [each] * per_class
    return np.concatenate(images), np.array(labels, "uint8")
