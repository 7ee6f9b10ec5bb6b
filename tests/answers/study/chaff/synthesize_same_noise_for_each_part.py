# fails: synthesize
# names: Draw a row of noise for each image
def synthesize(generator, per_class, classes, seed):
    labels, images = np.repeat(np.arange(classes, dtype="int32"), per_class), []
    for start in range(0, len(labels), 50):
        part = labels[start : start + 50]
        noise = keras.random.normal((len(part), generator.inputs[0].shape[-1]), seed=seed)
        images.append((predict(generator, noise, part) + 1) / 2)
    return np.concatenate(images), labels
