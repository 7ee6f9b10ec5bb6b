# Elastic and sheared images; own loop by tf.function; pairs by zip; splits with argsort.
def split(labels, per_class, seed):
    labels = ops.convert_to_numpy(labels)
    rng = np.random.default_rng(seed)
    order = rng.permutation(labels.size)
    by_class = order[np.argsort(labels[order], kind="stable")]
    _, starts, counts = np.unique(labels[by_class], return_index=True, return_counts=True)
    spare = counts.min() - per_class
    if not spare > 0:
        raise ValueError(f"a class has {counts.min()} images only")
    training = [by_class[start : start + per_class] for start in starts]
    held_out = [by_class[start + per_class : start + per_class + spare] for start in starts]
    return np.hstack(training), np.hstack(held_out)


def build_augmentation():
    return keras.Sequential(
        [
            keras.layers.RandomShear(0.1, 0.1, fill_mode="nearest"),
            keras.layers.RandomElasticTransform(factor=0.5, scale=0.3, value_range=(0, 1)),
            keras.layers.RandomZoom((-0.1, 0.1)),
        ]
    )


def synthesize(generator, per_class, classes, seed):
    keras.utils.set_random_seed(seed)
    noise_input, _ = generator.inputs
    per = []
    for label in range(classes):
        noise = tf.random.normal((per_class, noise_input.shape[1]))
        per.append(predict(generator, noise.numpy(), np.full((per_class,), label, "int32")))
    return (np.vstack(per).clip(-1, 1) + 1) / 2, np.arange(classes).repeat(per_class)


def mix(real, synthetic, share, seed):
    def pick(source, label, count, rng):
        found = np.where(source[1] == label)[0]
        if count > len(found):
            raise ValueError("not enough images")
        chosen = rng.choice(found, size=count, replace=False)
        return source[0][chosen], source[1][chosen]

    rng = np.random.default_rng([seed, 5])
    labels, counts = np.unique(real[1], return_counts=True)
    exact = share * counts
    new = np.floor(exact + 1e-9).astype(int)
    missing = int(round(share * len(real[1]))) - new.sum()
    for place in np.argsort(new - exact)[:missing]:
        new[place] += 1
    parts = []
    for label, count, n in zip(labels, counts, new):
        parts += [pick(real, label, count - n, rng), pick(synthetic, label, n, rng)]
    images, names = (np.concatenate(each) for each in zip(*parts))
    shuffled = rng.permutation(len(names))
    return images[shuffled], names[shuffled]


def build_classifier(shape, classes):
    return keras.Sequential(
        [
            keras.Input(shape),
            keras.layers.Conv2D(32, 3, strides=2, activation="relu", kernel_initializer="he_normal"),
            keras.layers.Conv2D(32, 3, strides=2, activation="relu", kernel_initializer="he_normal"),
            keras.layers.Conv2D(64, 3, activation="relu", kernel_initializer="he_normal"),
            keras.layers.GlobalMaxPooling2D(),
            keras.layers.Dense(64, activation="relu"),
            keras.layers.Dropout(0.2),
            keras.layers.Dense(classes),
        ]
    )


def train(model, x, y, steps, seed):
    optimizer = keras.optimizers.Adam(keras.optimizers.schedules.PolynomialDecay(LEARNING_RATE, steps, 0.0))
    optimizer.build(model.trainable_variables)
    loss_of = keras.losses.SparseCategoricalCrossentropy(from_logits=True)

    @tf.function
    def step(images, labels):
        with tf.GradientTape() as tape:
            loss = loss_of(labels, model(images, training=True))
        optimizer.apply(tape.gradient(loss, model.trainable_variables))

    rng = np.random.default_rng(seed)
    for _ in range(steps):
        chosen = rng.integers(0, len(x), BATCH_SIZE)
        step(tf.constant(x[chosen]), tf.constant(y[chosen]))


def experiment(arms, splits, steps, seed):
    table, networks = [], []
    for index, part in enumerate(splits):
        sets = [make(part) for make in arms.values()]
        classes = 1 + int(max(labels.max() for _, labels in (*sets, *part)))
        networks.append([])
        for x, y in sets:
            keras.utils.set_random_seed(seed + index)
            networks[-1].append(build_classifier(x.shape[1:], classes))
            train(networks[-1][-1], x, y, steps, seed + index)
        images, labels = part[1]
        table.append([float((model.predict(images, verbose=0).argmax(-1) == labels).mean()) for model in networks[-1]])
    return np.asarray(table, dtype=np.float32), networks


def mean_and_interval(values):
    values = list(values)
    if len(values) < 2:
        raise ValueError("fewer than 2")
    mean = math.fsum(values) / len(values)
    squares = math.fsum((each - mean) ** 2 for each in values)
    half = t_quantile(len(values) - 1) * (squares / (len(values) - 1) / len(values)) ** 0.5
    return [mean, mean - half, mean + half]


def paired(a, b):
    return mean_and_interval([one - other for one, other in zip(a, b, strict=True)])
