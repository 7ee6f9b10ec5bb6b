# Erased patches and turns; fit by class of batches; a held-out set padded by nothing; Fraction for shares.
import fractions
import itertools


def split(labels, per_class, seed):
    classes = sorted(set(map(int, labels)))
    groups = [[i for i, label in enumerate(labels) if label == each] for each in classes]
    least = min(len(group) for group in groups)
    if least < per_class + 1:
        raise ValueError("a class is too small")
    random = np.random.RandomState(seed % 2**32)
    for group in groups:
        random.shuffle(group)
    training = list(itertools.chain.from_iterable(group[:per_class] for group in groups))
    held_out = list(itertools.chain.from_iterable(group[per_class:least] for group in groups))
    return np.array(training), np.array(held_out)


def build_augmentation():
    images = keras.Input((None, None, None))
    x = keras.layers.RandomRotation((-0.03, 0.03), fill_mode="reflect", interpolation="bilinear")(images)
    x = keras.layers.RandomErasing(factor=0.5, scale=(0.01, 0.05), value_range=(0, 1))(x)
    return keras.Model(images, x)


def synthesize(generator, per_class, classes, seed):
    order = np.random.default_rng(seed + 1).permutation(np.repeat(range(classes), per_class)).astype(np.int64)
    latent = int(generator.input[0].shape[-1])
    noise = np.random.default_rng(seed).normal(loc=0, scale=1, size=(order.size, latent)).astype(np.float32)
    drawn = [generator([noise[i : i + 200], order[i : i + 200].astype("int32")]) for i in range(0, order.size, 200)]
    return np.asarray(ops.concatenate(drawn, axis=0)) / 2 + 0.5, order


def mix(real, synthetic, share, seed):
    images, labels = real
    rng = np.random.default_rng(seed)
    total, n = int(np.rint(share * len(labels))), len(labels)
    order = np.lexsort((rng.random(n), labels))
    # Evenly spread over the images in the order of their classes: each class loses its share, but for one.
    places = order[np.floor((np.arange(total) + 0.5) * n / total).astype(int)] if total else order[:0]
    out, used = (
        images.astype("float32"),
        {each: list(rng.permutation(np.flatnonzero(synthetic[1] == each))) for each in np.unique(labels)},
    )
    for place in places:
        if not used[labels[place]]:
            raise ValueError("not enough synthetic images")
        out[place] = synthetic[0][used[labels[place]].pop()]
    order = rng.permutation(n)
    return out[order], labels[order]


def build_classifier(shape, classes):
    model, side, filters = keras.Sequential([keras.Input(shape)]), min(shape[:2]), 8
    while side > 3:
        side, filters = side // 2, 2 * filters
        model.add(keras.layers.Conv2D(min(filters, 64), 3, padding="same", use_bias=False))
        model.add(keras.layers.GroupNormalization(4))
        model.add(keras.layers.LeakyReLU(0.1))
        model.add(keras.layers.MaxPooling2D())
    model.add(keras.layers.Flatten())
    model.add(keras.layers.Dense(classes))
    model.add(keras.layers.Activation("linear"))
    return model


def experiment(arms, splits, steps, seed):
    class Batches(keras.utils.PyDataset):
        def __init__(self, images, labels):
            super().__init__()
            self.images, self.labels = images, labels

        def __len__(self):
            return steps

        def __getitem__(self, index):
            chosen = np.random.default_rng([seed, index]).choice(len(self.labels), BATCH_SIZE)
            return self.images[chosen], self.labels[chosen]

    def train(split, arm, number):
        images, labels = arm(split)
        keras.backend.clear_session()
        keras.utils.set_random_seed(seed + 17 * number)
        model = build_classifier(images.shape[1:], int(np.max(split[1][1])) + 1)
        model.compile(
            optimizer=keras.optimizers.SGD(
                keras.optimizers.schedules.ExponentialDecay(0.02, steps, 0.01), momentum=0.9, nesterov=True
            ),
            loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True),
        )
        model.fit(Batches(images, labels), epochs=1, verbose=0, shuffle=False)
        return model

    models = [[train(split, arm, number) for arm in arms.values()] for number, split in enumerate(splits)]
    accuracies = [
        [np.mean(np.argmax(predict(model, split[1][0]), axis=1) == split[1][1]) for model in row]
        for row, split in zip(models, splits)
    ]
    return np.array(accuracies), models


def mean_and_interval(values):
    if len(values) < 2:
        raise ValueError("at least two values")
    exact = [fractions.Fraction(float(each)) for each in values]
    mean = sum(exact) / len(exact)
    variance = sum((each - mean) ** 2 for each in exact) / (len(exact) - 1)
    reach = t_quantile(len(exact) - 1) * math.sqrt(variance / len(exact))
    return float(mean), float(mean) - reach, float(mean) + reach


def paired(a, b):
    if np.shape(a) != np.shape(b):
        raise ValueError(f"{np.shape(a)} and {np.shape(b)}")
    return mean_and_interval([float(pair[0]) - float(pair[1]) for pair in zip(a, b)])
