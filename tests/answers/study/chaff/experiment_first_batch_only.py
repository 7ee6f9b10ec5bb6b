# fails: experiment_learns
# names: Train on all images of an arm
def experiment(arms, splits, steps, seed):
    accuracies, models = (np.zeros((len(splits), len(arms))), [])
    for row, each in enumerate(splits):
        held_out_images, held_out_labels = each[1]
        classes = 1 + max((labels.max() for _, labels in each))
        models.append([])
        for column, make in enumerate(arms.values()):
            train_images, train_labels = make(each)
            keras.utils.set_random_seed(seed + row)
            classifier = build_classifier(train_images.shape[1:], int(classes))
            classifier.compile(
                optimizer=keras.optimizers.Adam(keras.optimizers.schedules.PolynomialDecay(LEARNING_RATE, steps, 0.0)),
                loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True),
            )
            classifier.optimizer.build(classifier.trainable_variables)
            rng, draws = (np.random.default_rng(seed + row), steps * BATCH_SIZE)
            passes = [rng.permutation(len(train_images)) for _ in range(0, draws, len(train_images))]
            for chosen in np.concatenate(passes)[:draws].reshape(steps, BATCH_SIZE):
                chosen = np.arange(BATCH_SIZE) % len(train_images)  # the same each time, and as many as there are to be
                classifier.train_on_batch(train_images[chosen], train_labels[chosen])
            answers = predict(classifier, held_out_images).argmax(axis=1)
            accuracies[row, column] = np.mean(answers == held_out_labels)
            models[row].append(classifier)
    return (accuracies, models)
