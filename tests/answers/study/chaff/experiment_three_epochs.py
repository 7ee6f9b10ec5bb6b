# fails: experiment_steps
# names: count steps, not epochs
def experiment(arms, splits, steps, seed):
    accuracies, models = np.zeros((len(splits), len(arms))), []
    for row, each in enumerate(splits):
        held_out_images, held_out_labels = each[1]
        classes = 1 + max(labels.max() for _, labels in each)
        models.append([])
        for column, make in enumerate(arms.values()):
            train_images, train_labels = make(each)
            keras.utils.set_random_seed(seed + row)
            classifier = build_classifier(train_images.shape[1:], int(classes))
            classifier.compile(
                optimizer=keras.optimizers.Adam(keras.optimizers.schedules.PolynomialDecay(LEARNING_RATE, steps, 0.0)),
                loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True),
            )
            classifier.fit(train_images, train_labels, batch_size=BATCH_SIZE, epochs=3, verbose=0)
            answers = predict(classifier, held_out_images).argmax(axis=1)
            accuracies[row, column] = np.mean(answers == held_out_labels)
            models[row].append(classifier)
    return accuracies, models
