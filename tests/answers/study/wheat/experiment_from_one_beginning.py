def experiment(arms, splits, steps, seed):
    accuracies = np.empty((len(splits), len(arms)))
    models = [[None] * len(arms) for _ in splits]
    for i, split in enumerate(splits):
        (train_images, train_labels), (test_images, test_labels) = split
        keras.utils.set_random_seed(seed + i)
        first = build_classifier(train_images.shape[1:], 1 + int(max(train_labels.max(), test_labels.max())))
        data_of = [make(split) for make in arms.values()]
        for j, (images, labels) in enumerate(data_of):
            keras.utils.set_random_seed(seed + i)
            classifier = keras.models.clone_model(first)
            classifier.set_weights(first.get_weights())
            rate = keras.optimizers.schedules.PolynomialDecay(LEARNING_RATE, steps, end_learning_rate=0)
            classifier.compile(
                optimizer=keras.optimizers.AdamW(rate),
                loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True),
            )
            indices = np.resize(np.random.permutation(len(images)), steps * BATCH_SIZE)
            classifier.fit(images[indices], labels[indices], batch_size=BATCH_SIZE, epochs=1, verbose=0)
            answers = classifier.predict(test_images, verbose=0).argmax(-1)
            accuracies[i, j] = np.count_nonzero(answers == test_labels) / len(test_labels)
            models[i][j] = classifier
    return accuracies, models
