def experiment(arms, splits, steps, seed):
    accuracies, models = [], []
    for number, split in enumerate(splits):
        held_out_images, held_out_labels = split[1]
        classes = len(np.unique(np.concatenate([split[0][1], held_out_labels])))
        accuracies.append([])
        models.append([])
        for arm in arms.values():
            x, y = arm(split)
            keras.utils.set_random_seed(seed + 1000 * number)
            model = build_classifier(x.shape[1:], classes)
            model.compile(
                keras.optimizers.Adam(keras.optimizers.schedules.CosineDecay(LEARNING_RATE, steps)),
                keras.losses.SparseCategoricalCrossentropy(from_logits=True),
                metrics=["accuracy"],
            )
            batches = tf.data.Dataset.from_tensor_slices((x, y)).shuffle(len(x), seed=seed).repeat().batch(BATCH_SIZE)
            model.fit(batches, epochs=1, steps_per_epoch=steps, verbose=0)
            accuracies[-1].append(model.evaluate(held_out_images, held_out_labels, verbose=0)[1])
            models[-1].append(model)
    return np.array(accuracies), models
