def experiment(arms, splits, steps, seed):
    results, models = np.full((len(splits), len(arms)), np.nan, "float32"), []
    loss_function = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    for i, split in enumerate(splits):
        row = []
        for j, name in enumerate(arms):
            images, labels = arms[name](split)
            keras.utils.set_random_seed(seed * 100 + i)
            model = build_classifier(images.shape[1:], int(split[1][1].max()) + 1)
            optimizer = keras.optimizers.Adam(keras.optimizers.schedules.PolynomialDecay(LEARNING_RATE, steps, 0.0))
            optimizer.build(model.trainable_variables)

            @tf.function
            def step(x, y, model=model, optimizer=optimizer):
                with tf.GradientTape() as tape:
                    loss = loss_function(y, model(x, training=True))
                gradients = tape.gradient(loss, model.trainable_variables)
                optimizer.apply_gradients(zip(gradients, model.trainable_variables, strict=True))

            rng = np.random.default_rng(seed + i)
            for _ in range(steps):
                chosen = rng.integers(0, len(images), BATCH_SIZE)
                step(tf.constant(images[chosen]), tf.constant(labels[chosen]))
            answers = np.argmax(predict(model, split[1][0]), axis=-1)
            results[i, j] = (answers == split[1][1]).mean()
            row.append(model)
        models.append(tuple(row))
    return results, models
