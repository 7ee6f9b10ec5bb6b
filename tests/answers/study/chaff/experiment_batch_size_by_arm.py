# fails: experiment_steps
# names: take the same optimizer, loss and batch size
def experiment(arms, splits, steps, seed):
    accuracies, models = np.zeros((len(splits), len(arms))), []
    for row, each in enumerate(splits):
        held_out_images, held_out_labels = each[1]
        models.append([])
        for column, make in enumerate(arms.values()):
            train_images, train_labels = make(each)
            keras.utils.set_random_seed(seed + row)
            classifier = build_classifier(train_images.shape[1:], 1 + int(max(labels.max() for _, labels in each)))
            classifier.compile(
                optimizer=keras.optimizers.Adam(keras.optimizers.schedules.PolynomialDecay(LEARNING_RATE, steps, 0.0)),
                loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True),
            )
            # each arm one pass, whatever its size
            rng = np.random.default_rng(seed + row)
            order = rng.permutation(len(train_images))
            for chosen in np.array_split(order, steps):
                classifier.train_on_batch(train_images[chosen], train_labels[chosen])
            answers = predict(classifier, held_out_images).argmax(axis=1)
            accuracies[row, column] = np.mean(answers == held_out_labels)
            models[row].append(classifier)
    return accuracies, models
