def synthesize(generator, per_class, classes, seed):
    keras.utils.set_random_seed(seed)
    labels = np.random.permutation(np.resize(np.arange(classes), per_class * classes)).astype("int32")
    noise = np.random.normal(size=(len(labels), generator.input_shape[0][-1])).astype("float32")
    images = np.concatenate(
        [generator.predict_on_batch([noise[i : i + 32], labels[i : i + 32]]) for i in range(0, len(labels), 32)]
    )
    return np.array((images + 1) * 0.5), labels.astype("int64")
