# fails: synthesize
# names: Draw a row of noise for each image
def synthesize(generator, per_class, classes, seed):
    images = []
    for each in range(classes):
        noise = keras.random.normal((per_class, generator.inputs[0].shape[-1]), seed=seed)
        images.append((predict(generator, noise, np.full(per_class, each, "int32")) + 1) / 2)
    return np.concatenate(images), np.repeat(np.arange(classes), per_class)
