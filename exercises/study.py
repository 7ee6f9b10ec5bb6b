# Generated from solutions/study.py (checksum 5d124a6249517abd). Yours to fill in: YOUR CODE HERE.
"""Exercise 7: is made-up data any good? (study)

You write eight parts: `split`, `build_augmentation`, `synthesize`, `mix`, `build_classifier`, `experiment`,
`mean_and_interval` and `paired`. Everything else is given. The lesson is docs/lessons/7-study.md.

    python study.py                       with digits; after Ctrl-C the same command continues
    python study.py --quick               a small version: it shows that everything works, and no more
    python study.py --dataset fruits      in colour; --dataset takes a folder of photos, too
    python study.py --dataset fruits --class apple     a GAN for one class, with a film of how it learns
    python -m checker study               see what is right and what is not yet

The interval, and the idea to compare within pairs, are from "Student", "The Probable Error of a Mean" (1908).
"""

from workshop import cli, data, images  # first, so that Keras starts without a page of log
from workshop.ahead import Ahead
from workshop.monitors import Monitor
from workshop.runs import Run

import csv
import functools
import math
import time
from pathlib import Path

import keras
import numpy as np
import tensorflow as tf
from keras import ops

BATCH_SIZE, LEARNING_RATE = 50, 3e-3  # of the classifiers
SIZES, FEW = (10, 50, 500), 40  # images of a class to learn from, where there are plenty; at most, where there are few
MOST_HELD_OUT = 1000  # images of a class
SHARE = 0.5  # of synthetic images, where they are mixed with original ones
MOST_NUMBERS = 2**26  # in an array of images, a quarter of a GB
LATENT_DIM, GAN_BATCH_SIZE = 16, 50


def prepare(images):
    """Turn bytes into the range of the study: uint8 (n, h, w) or (n, h, w, c) -> float32 (n, h, w, c) in [0, 1]."""
    return images.reshape(*images.shape[:3], -1).astype("float32") / 255


def predict(network, *inputs):
    """Call a network on arrays (n, ...) outside training, in parts that fit into memory; returns an array."""
    parts = []
    for start in range(0, len(inputs[0]), 500):
        part = [ops.convert_to_tensor(each[start : start + 500]) for each in inputs]
        parts.append(ops.convert_to_numpy(network(part if len(part) > 1 else part[0], training=False)))
    return np.concatenate(parts)


def split(labels, per_class, seed):
    """Choose which images to learn from, and which to hold out for the test.

    Args:
        labels: integers (n,), of all images.
        per_class: how many images of each class to learn from, 1 or more.
        seed: an integer; the same seed gives the same choice, another seed another one.

    Returns:
        `(training, held_out)`: two integer arrays of indices into `labels`, in any order, without a common index.
        `training` has `per_class` of each class. `held_out` has as many of each class as the class with the fewest
        images has left.

    Raises:
        ValueError: a class has no image left to hold out.
    """
    # TODO: np.unique finds the classes; shuffle the indices of each with np.random.default_rng(seed), and cut twice.
    # YOUR CODE HERE
    raise NotImplementedError("study.split is yours to write")


def build_augmentation():
    """Build a model that changes images a little, so that their labels stay true.

    Returns:
        A `keras.Model` of Keras's preprocessing layers, such as a Sequential, which need not be built: float32
        (n, h, w, c) in [0, 1] -> the same shape and range, of any h, w and c. With training=True it changes each
        image, differently each time; with training=False it changes nothing. It mirrors no image, because a mirrored
        digit is none, turns none by more than 20 degrees, and changes none so much that its label is no longer true.
    """
    # TODO: two or three layers whose names begin with Random. Look up the unit of their numbers, how they fill the
    # border, and how they compute pixels that fall between others: each layer that interpolates blurs the image.
    # YOUR CODE HERE
    raise NotImplementedError("study.build_augmentation is yours to write")


def synthesize(generator, per_class, classes, seed):
    """Let a generator draw images to learn from, the same number of each class.

    Args:
        generator: a model as in exercise 4: noise float32 (n, latent_dim) and labels int32 (n,) -> float32 (n, h, w, c)
            in [-1, 1].
        per_class: how many images of each class.
        classes: how many classes there are; labels go from 0 to classes - 1.
        seed: an integer; the same seed gives the same images.

    Returns:
        `(images, labels)`: float32 array (per_class * classes, h, w, c) in [0, 1], drawn outside training, each
        from its own noise; and integers (per_class * classes,), the requested classes.
    """
    # TODO: as `ask` of exercise 4. generator.inputs[0].shape contains the latent_dim; `predict` above draws in parts,
    # because thousands of images at once may not fit into memory. Watch the range.
    # YOUR CODE HERE
    raise NotImplementedError("study.synthesize is yours to write")


def mix(real, synthetic, share, seed):
    """Replace some real images by synthetic ones.

    Args:
        real: `(images, labels)`: float32 (n, h, w, c) in [0, 1], and integers (n,).
        synthetic: the same for m images.
        share: from 0 to 1, how much of the result is synthetic.
        seed: an integer; the same seed gives the same result.

    Returns:
        `(images, labels)` of n images, shuffled: round(share * n) of them are from `synthetic`, the others from `real`,
        all drawn without replacement. Each class is as frequent as in `real`, and about `share` of each class is
        synthetic: the number differs from it by at most one.

    Raises:
        ValueError: there are not enough synthetic images of a class.
    """
    # TODO: for each class: how many should be synthetic, which ones, and which real ones stay? The numbers of all
    # classes have to add up to round(share * n), although each is rounded.
    # YOUR CODE HERE
    raise NotImplementedError("study.mix is yours to write")


def build_classifier(shape, classes):
    """Build a convolutional network that names what an image shows.

    Args:
        shape: (h, w, c) of an image, such as (28, 28, 1) or (64, 64, 3).
        classes: how many classes there are.

    Returns:
        A built, uncompiled `keras.Model`, Sequential or functional, of Keras's own layers: float32 (n, h, w, c) in
        [0, 1] -> float32 (n, classes), logits. At most 500,000 parameters.
    """
    # TODO: your network of exercise 2, for images of any size: add strided convolutions until few pixels are left.
    # YOUR CODE HERE
    raise NotImplementedError("study.build_classifier is yours to write")


def experiment(arms, splits, steps, seed):
    """Train a classifier for each arm of the study on each split, all in the same way, and test each.

    Args:
        arms: a dict from an arm's name to a function that takes a split, as in `splits`, and returns the images and
            labels to learn from. Call it once for each split.
        splits: a list of `(training, held_out)`, each `(images, labels)`: float32 (n, h, w, c) in [0, 1] and integers
            (n,) from 0. No classifier learns from held-out images.
        steps: how many steps each classifier trains, whatever the number of its images.
        seed: an integer. Within a split, all classifiers begin with the same weights, those of another split with
            different ones.

    Returns:
        `(accuracies, models)`: a float array (splits, arms), the share of the held-out images that each classifier
        gets right; and the trained classifiers in the same order, a list of lists.
    """
    # TODO: for each split and arm: data, classifier, training, test. Only the data may differ between arms. Keep the
    # same seed, steps, batch size (BATCH_SIZE, even with fewer images), and learning rate, which falls to 0.
    # train_on_batch takes one step.
    # YOUR CODE HERE
    raise NotImplementedError("study.experiment is yours to write")


def t_quantile(degrees):
    """Tell how many standard errors a 95 % interval of a few values reaches to each side.

    Args:
        degrees: of freedom, an integer, 1 or more.

    Returns:
        A float: the .975 quantile of Student's t distribution, exactly. 12.7062 for 1 degree, 4.3027 for 2, 1.96 for
        very many.
    """
    # The share of values within t is a finite sum for whole degrees (Abramowitz and Stegun 1964, 26.7.3 and 26.7.4),
    # with t = sqrt(degrees) * tan(angle). Halve the interval of angles until it has the one that gives 95 %.
    odd, low, high = degrees % 2, 0.0, math.pi / 2
    for _ in range(60):
        angle = (low + high) / 2
        term, total = math.cos(angle) if odd else 1.0, 0.0
        for k in range(degrees // 2):
            total += term
            term *= math.cos(angle) ** 2 * (2 * k + 1 + odd) / (2 * k + 2 + odd)
        within = math.sin(angle) * total
        within = (angle + within) * 2 / math.pi if odd else within
        low, high = (angle, high) if within < 0.95 else (low, angle)
    return math.sqrt(degrees) * math.tan(low)


def mean_and_interval(values):
    """Compute the mean of repeated measurements, and how sure it is.

    Args:
        values: floats (n,), 2 or more, a list or an array.

    Returns:
        `(mean, low, high)`, three floats: the mean, and the ends of its 95 % interval by Student's t.

    Raises:
        ValueError: there are fewer than 2 values: nobody knows how much they scatter.
    """
    # TODO: to each side, the interval reaches t_quantile(n - 1) times the standard error. That is the standard
    # deviation, with n - 1 in its divisor, over the square root of n. By default, NumPy's std divides by n.
    # YOUR CODE HERE
    raise NotImplementedError("study.mean_and_interval is yours to write")


def paired(a, b):
    """Compute how much two arms differ on the same splits: what makes a split easy or hard drops out of the difference.

    Args:
        a, b: floats (n,), 2 or more: a value of each arm for each split, in the same order.

    Returns:
        `(mean, low, high)`, three floats: the mean of a - b, and its 95 % interval by Student's t.

    Raises:
        ValueError: there are fewer than 2 pairs, or one has more values than the other.
    """
    # TODO: one line that checks the lengths, and one that calls `mean_and_interval`.
    # YOUR CODE HERE
    raise NotImplementedError("study.paired is yours to write")


# The generator: exercise 4 once more, for grey and colour, 28x28 and 64x64.


def build_generator(shape, classes):
    """Noise (n, LATENT_DIM) and labels int32 (n,) -> images (n, h, w, c) in [-1, 1], for a shape (h, w, c)."""
    height, width, doublings = *shape[:2], 0
    while min(height, width) > 8 and height % 2 == width % 2 == 0:
        height, width, doublings = height // 2, width // 2, doublings + 1
    noise, labels = keras.Input((LATENT_DIM,)), keras.Input((), dtype="int32")
    x = ops.concatenate([noise, ops.one_hot(labels, classes)], axis=1)
    x = keras.layers.Dense(height * width * 48, use_bias=False)(x)
    x = keras.layers.Reshape((height, width, 48))(x)
    x = keras.layers.ReLU()(keras.layers.BatchNormalization()(x))
    for _ in range(2):
        x = keras.layers.Conv2D(48, 3, padding="same", use_bias=False)(x)
        x = keras.layers.ReLU()(keras.layers.BatchNormalization()(x))
    for index in reversed(range(1, doublings)):
        x = keras.layers.Conv2DTranspose(24 * index, 4, strides=2, padding="same", use_bias=False)(x)
        x = keras.layers.ReLU()(keras.layers.BatchNormalization()(x))
    x = keras.layers.Conv2DTranspose(shape[2], 4, strides=2 if doublings else 1, padding="same", activation="tanh")(x)
    return keras.Model([noise, labels], x, name="generator")


def build_discriminator(shape, classes):
    """Images (n, h, w, c) in [-1, 1] and labels int32 (n,) -> logits (n, 1): real, and what the label says?"""
    image, labels = keras.Input(shape), keras.Input((), dtype="int32")
    x, filters = image, 16
    while max(x.shape[1:3]) > 4:
        x = keras.layers.Conv2D(filters, 4, strides=2, padding="same", use_bias=False)(x)
        x = x if filters == 16 else keras.layers.BatchNormalization()(x)
        x = keras.layers.LeakyReLU(0.2)(x)
        filters = filters * 3 // 2
    x = keras.layers.LeakyReLU(0.2)(keras.layers.Conv2D(64, x.shape[1:3], use_bias=False)(x))
    features = keras.layers.Flatten()(x)
    vectors = keras.layers.Embedding(classes, features.shape[1])(labels)
    fitness = ops.sum(features * vectors, axis=1, keepdims=True)
    return keras.Model([image, labels], keras.layers.Dense(1)(features) + fitness, name="discriminator")


class ConditionalGAN(keras.Model):
    """A generator and a discriminator for images of a shape (h, w, c), compiled and ready for `fit`."""

    def __init__(self, shape, classes, seed):
        super().__init__()
        keras.utils.set_random_seed(seed)
        self.generator, self.discriminator = build_generator(shape, classes), build_discriminator(shape, classes)
        self.seed_generator = keras.random.SeedGenerator(seed)
        self.d_optimizer = keras.optimizers.Adam(2e-3, beta_1=0.5, beta_2=0.99)
        self.g_optimizer = keras.optimizers.Adam(4e-3, beta_1=0.5, beta_2=0.99, use_ema=True, ema_momentum=0.99)
        self.compile(optimizer=None)

    def train_step(self, data):
        """As in exercise 4, with the labels of the batch for the fakes."""
        images, labels = data
        noise = keras.random.normal((ops.shape(images)[0], LATENT_DIM), seed=self.seed_generator)
        fakes = self.generator([noise, labels], training=True)
        with tf.GradientTape() as tape:
            real_logits = self.discriminator([images, labels], training=True)
            fake_logits = self.discriminator([fakes, labels], training=True)
            d_loss = ops.mean(ops.softplus(-real_logits)) + ops.mean(ops.softplus(fake_logits))
        weights = self.discriminator.trainable_weights
        self.d_optimizer.apply(tape.gradient(d_loss, weights), weights)
        with tf.GradientTape() as tape:
            fakes = self.generator([noise, labels], training=True)
            g_loss = ops.mean(ops.softplus(-self.discriminator([fakes, labels], training=True)))
        weights = self.generator.trainable_weights
        self.g_optimizer.apply(tape.gradient(g_loss, weights), weights)
        return {"d_loss": d_loss, "g_loss": g_loss}

    def train(self, images, labels, steps, epochs=1, callbacks=(), verbose=0):
        """Learn from images (n, h, w, c) in [0, 1] in so many steps, told in so many epochs; returns the generator."""
        # The last batch of an epoch would be smaller, and so would all where there are few images: begin anew instead.
        batch = GAN_BATCH_SIZE
        chosen = np.resize(np.arange(len(images)), -(-len(images) // batch) * batch)
        batches = data.batches((2 * images[chosen] - 1, labels[chosen].astype("int32")), batch).repeat()
        parts = {"epochs": epochs, "steps_per_epoch": max(steps // epochs, 1)}
        self.fit(batches, **parts, shuffle=False, callbacks=list(callbacks), verbose=verbose)
        self.g_optimizer.finalize_variable_values(self.generator.trainable_weights)
        return self.generator

    def generate(self, noise, labels):
        """Draw with the averaged weights, for `Monitor`; training goes on from its own."""
        weights = self.generator.get_weights()
        if self.g_optimizer.built:
            self.g_optimizer.finalize_variable_values(self.generator.trainable_weights)
        drawn = predict(self.generator, noise, labels)
        self.generator.set_weights(weights)
        return drawn


# The study: which arms there are, on which images, and what is told of them.


def augment(images, labels, count, seed):
    """Make a larger set of augmented images, so many, each original as often as any other; shapes and ranges stay."""
    keras.utils.set_random_seed(seed)
    augmentation, originals = build_augmentation(), np.resize(np.arange(len(images)), count)
    made = np.empty((count, *images.shape[1:]), "float32")
    for start in range(0, count, 500):  # at once: image by image in each step, the layers would take most of the time
        made[start : start + 500] = augmentation(images[originals[start : start + 500]], training=True)
    return made, labels[originals]


def make_arms(generator_of, classes, steps, seed):
    """What is compared: `{name: function}`, from a split to images and labels.

    Args:
        generator_of: a function that takes the training images and labels of a split and returns a generator that was
            trained on these alone.
        classes: how many there are.
        steps: of a classifier. Of images that can be made, there are as many as these steps take; so none comes twice,
            as far as there is memory for them.
        seed: an integer.
    """

    def enough(images):
        return min(steps * BATCH_SIZE, MOST_NUMBERS // images[0].size) // classes * classes

    def original(split):
        training, _ = split
        return training

    def augmented(split):
        (train_images, train_labels), _ = split
        return augment(train_images, train_labels, enough(train_images), seed)

    drawn = {}  # for the split asked for last: three arms want the same images, which take seconds to draw

    def synthetic(split):
        (train_images, train_labels), _ = split
        if not drawn or not np.array_equal(drawn["from"], train_images):
            generator = generator_of(train_images, train_labels)
            made = synthesize(generator, enough(train_images) // classes, classes, seed)
            drawn.update({"from": train_images, "made": made})
        return drawn["made"]

    def mixed(split):
        (train_images, train_labels), _ = split
        # Each original image has copies, and synthetic ones take the place of half of all: of few images hardly one
        # is lost.
        copies = np.resize(np.arange(len(train_images)), enough(train_images))
        return mix((train_images[copies], train_labels[copies]), synthetic(split), SHARE, seed)

    def mixed_and_augmented(split):
        mixed_images, mixed_labels = mixed(split)
        return augment(mixed_images, mixed_labels, len(mixed_images), seed)

    return {
        "original": original,
        "augmented": augmented,
        "synthetic": synthetic,
        "mixed": mixed,
        "mixed and augmented": mixed_and_augmented,
    }


def learn_to_draw(path, steps, seed, train_images, train_labels, ahead=None):
    """Train a generator on these images and no others, keep it in a file, and return it.

    Where the file is there, it is read; where another process makes it `ahead`, this one waits.
    """
    if ahead:
        ahead.wait(path)
    if not path.exists():
        began = time.perf_counter()
        gan = ConditionalGAN(train_images.shape[1:], 1 + int(train_labels.max()), seed)
        gan.train(train_images, train_labels, steps).save(path.with_name("unfinished.keras"))
        path.with_name("unfinished.keras").replace(path)  # a file of this name is whole, whenever Ctrl-C comes
        seconds = time.perf_counter() - began
        print(f"            a GAN learned from {len(train_images):,} images ({seconds:.0f} s)", flush=True)
    return keras.saving.load_model(path)


def choose(labels, sizes, seed):
    """Choose the images of a split: `({size: indices}, held_out)`. Each size's images are among those of the next."""
    indices = np.arange(len(labels))
    if np.bincount(labels).min() > max(sizes) + MOST_HELD_OUT:
        indices, _ = split(labels, max(sizes) + MOST_HELD_OUT, seed)
    training, held_out = (indices[each] for each in split(labels[indices], max(sizes), seed))
    chosen = {max(sizes): training}
    for size in sorted(sizes, reverse=True)[1:]:
        training = training[split(labels[training], size, seed)[0]]
        chosen[size] = training
    return chosen, held_out


class StudyRecord:
    """What a run has measured so far: a row of `accuracies.csv` for each training, kept as it comes."""

    COLUMNS = "split", "size", "arm", "accuracy", "seconds"

    def __init__(self, path):
        self.path, self.rows = Path(path), []
        if self.path.exists():
            with self.path.open(encoding="utf-8", newline="") as file:
                self.rows = [row for row in csv.DictReader(file) if row["seconds"]]  # the last one may be torn off
        self._write("w", [self.COLUMNS, *(row.values() for row in self.rows)])

    def add(self, *values):
        self.rows.append(dict(zip(self.COLUMNS, map(str, values), strict=True)))
        self._write("a", [values])

    def _write(self, mode, rows):
        with self.path.open(mode, encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(rows)

    def has(self, *key):
        return any(tuple(row.values())[:3] == tuple(map(str, key)) for row in self.rows)

    def accuracies(self, size, arm):
        """Of all splits, in their order."""
        return [float(row["accuracy"]) for row in self.rows if (row["size"], row["arm"]) == (str(size), arm)]


def tabulate(record, sizes, arms):
    """What came out, as a table in Markdown: means, and differences to the original images alone, with intervals."""

    def told(mean, low, high, sign=""):
        return f"{100 * mean:{sign}.1f} | {100 * low:{sign}.1f} to {100 * high:{sign}.1f}"

    rows = [
        "| images of a class | arm | accuracy, % | 95 % interval | more than original, points | 95 % interval |",
        "|---:|---|---:|---|---:|---|",
    ]
    for size in sizes:
        for arm in arms:
            measured, originals = record.accuracies(size, arm), record.accuracies(size, "original")
            difference = " | " if arm == "original" else told(*paired(measured, originals), sign="+")
            rows.append(f"| {size} | {arm} | {told(*mean_and_interval(measured))} | {difference} |")
    return "\n".join(rows) + "\n"


def draw_curves(path, record, sizes, arms):
    """Draw what was measured; with one split there are no intervals yet."""
    measured = {arm: [] for arm in arms}
    for size in sizes:
        for arm, points in measured.items():
            values = record.accuracies(size, arm)
            if values:
                points.append((size, *(mean_and_interval(values) if len(values) > 1 else (values[0], np.nan, np.nan))))
    images.learning_curves(path, {arm: points for arm, points in measured.items() if points})


def draw_examples(run, train_images, train_labels, args, generators):
    """Draw what was learned from: augmented images, and synthetic ones of the first split, size by size."""
    classes = 1 + int(train_labels.max())
    first = [np.flatnonzero(train_labels == label)[0] for label in range(classes)]
    rows = np.repeat(np.array([first]), 5, axis=0).reshape(-1)
    augmented, _ = augment(train_images[rows], train_labels[rows], len(rows), args.seed)
    shown = np.concatenate([train_images[first], augmented])
    images.sheet(run.path("augmented.png"), 2 * shown - 1, columns=classes)
    drawn = [
        synthesize(keras.saving.load_model(generators / f"{size}-1.keras"), 3, classes, args.seed)[0]
        for size in args.sizes
    ]
    images.sheet(run.path("synthetic.png"), 2 * np.concatenate(drawn) - 1, columns=classes)


def add_options(parser):
    """Add the study's own options to the command line."""
    parser.add_argument("--sizes", nargs="+", type=cli.positive, metavar="N", help="images of a class to learn from")
    parser.add_argument("--splits", type=cli.positive, metavar="N", help="how often all is repeated, 2 or more")
    parser.add_argument("--steps", type=cli.positive, metavar="N", help="of each classifier")
    parser.add_argument("--gan-steps", type=cli.positive, metavar="N", help="of each generator")
    parser.add_argument("--quick", action="store_true", help="two splits, two sizes, few steps: within a minute")
    parser.add_argument("--class", dest="only", metavar="NAME", help="no study, but a GAN for this class alone")


def settle(args, labels, names, shape):
    """Fill in what the command line leaves open, by how many images there are.

    Raises:
        data.DataError: there are too few of a class.
    """
    counts = np.bincount(labels)
    fewest = counts.argmin()
    if args.sizes is None:
        most = min(FEW, counts[fewest] * 3 // 4)
        usual = SIZES if counts[fewest] >= 2 * max(SIZES) else (most // 4, most // 2, most)
        args.sizes = [int(size) for size in usual if size][: 2 if args.quick else 3]
    args.sizes = sorted(set(args.sizes))
    args.splits = args.splits or (2 if args.quick else 3)
    # So many that all takes some minutes on two processor cores: a step with larger images costs three times as much.
    steps, gan_steps = (100, 150) if args.quick else (500, 600) if max(shape[:2]) <= 32 else (300, 400)
    args.steps = args.steps or steps
    args.gan_steps = args.gan_steps or (800 if args.only else gan_steps)  # of few images: later it gets worse
    if not args.sizes or counts[fewest] <= max(args.sizes):
        raise data.DataError(
            f"Class {names[fewest]} has {counts[fewest]} images; expected more than {max(args.sizes, default=1)}, so"
            " that some are left to test with.\nName smaller --sizes, or another --dataset."
        )
    if args.splits < 2:
        raise data.DataError("With one split nobody knows how much accuracies scatter.\nName 2 --splits or more.")


def draw_one_class(args, dataset):
    """Train a GAN on the images of one class, and let it draw more; returns the `Run`."""
    if args.only not in dataset.classes:
        raise data.DataError(f"There is no class {args.only!r}.\nExpected one of {', '.join(dataset.classes)}.")
    label = dataset.classes.index(args.only)
    originals = prepare(np.concatenate([part.images[part.labels == label] for part in dataset]))
    run = Run("study", args, dataset.name)
    print(f"A GAN learns from {len(originals)} images of class {args.only}.")

    gan, zeros = ConditionalGAN(originals.shape[1:], 1, args.seed), np.zeros(len(originals), "int32")
    noise = ops.convert_to_numpy(keras.random.normal((40, LATENT_DIM), seed=args.seed))
    monitor = Monitor(run, noise=[noise, zeros[:1].repeat(40)])
    gan.train(originals, zeros, args.gan_steps, 10, [monitor, *run.callbacks()], run.verbosity)

    images.sheet(run.path("originals.png"), 2 * originals[:40] - 1)
    images.sheet(run.path("samples.png"), monitor.frames[-1])
    np.save(run.path("samples.npy"), images.to_bytes(monitor.frames[-1]))
    gan.generator.save(run.path("generator.keras"))
    images.diagram(run.path("generator.png"), gan.generator)
    last = {name: values[-1] for name, values in monitor.history.items() if name != "step"}
    run.finish(**last, parameters=gan.generator.count_params() + gan.discriminator.count_params())
    return run


def main(argv=None):
    """Do the study, write what came out to a run folder, a `workshop.runs.Run`, and return it."""
    args = cli.parse(__doc__, argv=argv, options=add_options)

    # Data. All images there are: which are held out is for `split` to say.
    dataset = data.load(args.dataset)
    pictures = np.concatenate([part.images for part in dataset])
    names, labels = np.unique(np.concatenate([part.labels for part in dataset]), return_inverse=True)
    settle(args, labels, [dataset.classes[name] if dataset.classes else name for name in names], dataset.shape)
    if args.only:
        return draw_one_class(args, dataset)

    # A first look, so that a mistake does not wait until all is trained.
    first, _ = choose(labels, args.sizes, args.seed)
    paired([0.9, 0.7], [0.8, 0.7])

    # A run that was stopped goes on: what was measured is kept, and so are the generators.
    run = Run("study", args, dataset.name, script=__file__)
    record, folder = StudyRecord(run.path("accuracies.csv")), Path(run.path("generators"))
    folder.mkdir(exist_ok=True)
    arms = list(make_arms(None, len(names), args.steps, args.seed))
    total, done = args.splits * len(args.sizes) * len(arms), len(record.rows)
    run.tell(done, total, "training")

    # The study. One arm after the other, each on the same images, and beginning with the same weights. Meanwhile a
    # second process trains the generators, so that both cores have something to do.
    cells = {}
    for number in range(args.splits):
        sets, held_out = choose(labels, args.sizes, args.seed + number)
        for size in args.sizes:
            cells[number, size] = args.seed + number, folder / f"{size}-{number + 1}.keras", sets[size], held_out
    wanted = [
        (path, args.gan_steps, seed, prepare(pictures[chosen]), labels[chosen])
        for (number, size), (seed, path, chosen, _) in cells.items()
        if not all(record.has(number + 1, size, arm) for arm in arms)
    ]
    with Ahead(learn_to_draw, wanted) as ahead:
        for (number, size), (seed, path, chosen, held_out) in cells.items():
            generator_of = functools.partial(learn_to_draw, path, args.gan_steps, seed, ahead=ahead)
            for arm, make in make_arms(generator_of, len(names), args.steps, seed).items():
                if record.has(number + 1, size, arm):
                    continue
                parts = tuple((prepare(pictures[each]), labels[each]) for each in (chosen, held_out))
                began = time.perf_counter()
                accuracies, _ = experiment({arm: make}, [parts], args.steps, seed)
                seconds = time.perf_counter() - began
                record.add(number + 1, size, arm, f"{accuracies[0, 0]:.5f}", f"{seconds:.1f}")
                done += 1
                print(
                    f"{done:3} of {total}: split {number + 1}, {size:3} of a class, {arm:19}"
                    f" {accuracies[0, 0]:6.1%} of {len(held_out):,} right ({seconds:.0f} s)",
                    flush=True,
                )
                run.tell(done, total, "training")
            draw_curves(run.path("accuracy.png"), record, args.sizes, arms)

    # Results: a table, what the arms learned from, and a mean of each.
    table = tabulate(record, args.sizes, arms)
    Path(run.path("table.md")).write_text(table, encoding="utf-8")
    print(f"\n{table}\nIntervals by Student's t over {args.splits} splits.")
    chosen = first[args.sizes[0]]
    draw_examples(run, prepare(pictures[chosen]), labels[chosen], args, folder)
    classifier = build_classifier(prepare(pictures[:1]).shape[1:], len(names))
    images.diagram(run.path("classifier.png"), classifier)
    results = {
        f"{arm}_{size}".replace(" ", "_"): float(np.mean(record.accuracies(size, arm)))
        for size in args.sizes
        for arm in arms
    }
    seconds = sum(float(row["seconds"]) for row in record.rows)
    run.finish(**results, parameters=classifier.count_params(), training_seconds=round(seconds, 1))
    return run


if __name__ == "__main__":
    cli.run(main)
