"""Heaps of images that no honest generator made: copies, blends, noise, and images made to please the judge."""

import numpy as np

from benchmarks.judge import zoo
from checker.judge import references
from checker.judge.card import Drawn
from checker.judge.referees import COUNT


def tricks(dataset, referees):
    """Each trick by its name, a function of a generator of random numbers that returns a `Drawn` of 2,000 images.

    Args:
        dataset: a `workshop.data.Dataset`.
        referees: the `checker.judge.referees.Referees` of that data set.
    """
    digits = zoo.Digits(*dataset.train)
    images = digits.images
    classes = np.arange(COUNT) % referees.classes

    def one_per_class(rng):
        return np.array([images[np.flatnonzero(digits.labels == label)[0]] for label in classes])

    def class_means(rng):
        means = [images[digits.labels == label].mean(axis=0) for label in range(referees.classes)]
        return np.array(means)[classes].astype("uint8")

    def stored(rng, number):
        return images[:number][rng.integers(0, number, COUNT)]

    def shaken(images, rng, strength):
        return np.clip(images + rng.normal(0, 255 * strength, images.shape), 0, 255).astype("uint8")

    def blends(rng, number):
        one, other = stored(rng, number).astype(float), stored(rng, number)
        mix = rng.uniform(0, 0.35, (COUNT, 1, 1))
        return ((1 - mix) * one + mix * other).astype("uint8")

    def moved(rng):
        shifts = rng.integers(-2, 3, (COUNT, 2))
        return np.array(
            [np.roll(image, shift, axis=(0, 1)) for image, shift in zip(digits.some(rng, COUNT), shifts, strict=True)]
        )

    def three_classes(rng):
        pool = images[np.isin(digits.labels, (1, 3, 8))]
        return pool[rng.integers(0, len(pool), COUNT)]

    def pleased(rng, made):
        made = pleasing(referees, made)
        return made[rng.integers(0, len(made), COUNT)]

    found = {
        "held_out_digits": lambda rng: referees.held_out(2),
        "training_pictures": lambda rng: digits.some(rng, COUNT),
        "training_pictures_moved": moved,
        "training_pictures_blurred": lambda rng: zoo.as_bytes(zoo.blur(digits.some(rng, COUNT))),
        "one_picture": lambda rng: np.repeat(images[:1], COUNT, axis=0),
        "one_picture_per_class": one_per_class,
        "class_means": class_means,
        "class_means_under_noise": lambda rng: shaken(class_means(rng), rng, 0.1),
        "one_class": lambda rng: images[digits.labels == 1][:COUNT],
        "three_classes": three_classes,
        "stored_100": lambda rng: stored(rng, 100),
        "stored_100_under_noise": lambda rng: shaken(stored(rng, 100), rng, 0.05),
        "stored_600": lambda rng: stored(rng, 600),
        "stored_600_blended": lambda rng: blends(rng, 600),
        "half_copied_half_linear": lambda rng: np.concatenate(
            [digits.some(rng, COUNT // 2), zoo.linear(digits, rng, COUNT // 2)]
        ),
        "uniform_noise": lambda rng: zoo.uniform_noise(digits, rng, COUNT),
        "black": lambda rng: np.zeros((COUNT, *images.shape[1:]), dtype="uint8"),
        "blurred_held_out_digits": lambda rng: zoo.as_bytes(zoo.blur(referees.held_out(2), 2)),
        "normal_distribution": lambda rng: zoo.linear(digits, rng, COUNT),
        "third_copied": lambda rng: np.concatenate(
            [digits.some(rng, COUNT // 3), zoo.spliced(digits, rng, COUNT - COUNT // 3)]
        )[rng.permutation(COUNT)],
        "spliced": lambda rng: zoo.spliced(digits, rng, COUNT),
        "pasted_and_moved": lambda rng: np.roll(zoo.spliced(digits, rng, COUNT), (1, 1), axis=(1, 2)),
        "strokes": lambda rng: zoo.of_strokes(digits, rng, COUNT),
        "noise_made_to_please": lambda rng: pleased(rng, zoo.uniform_noise(digits, rng, 250)),
        "grey_made_to_please": lambda rng: pleased(rng, zoo.soft_noise(digits, rng, 250)),
    }
    return {name: lambda rng, make=make: Drawn(make(rng)) for name, make in found.items()}


def pleasing(referees, images, steps=150):
    """Images changed by gradient steps until the judge's own networks take them for clear and real ones.

    The first is made to look like class 0, the next like class 1, and so on, again and again.
    """
    import keras
    import tensorflow as tf

    from benchmarks.judge.train import build

    reference = referees.reference
    classifier, *levels = (
        build(reference.layers(name), reference.weights[name]) for name in ("classifier", *references.LEVELS)
    )
    x = tf.Variable(references.as_input(images))
    labels = np.arange(len(images)) % referees.classes
    optimizer = keras.optimizers.Adam(0.02)
    optimizer.build([x])

    @tf.function
    def step():
        with tf.GradientTape() as tape:
            cost = keras.ops.mean(
                keras.losses.sparse_categorical_crossentropy(labels, classifier(x, training=False), from_logits=True)
            )
            for level, threshold in zip(levels, reference.thresholds, strict=True):
                cost += keras.ops.mean(keras.ops.softplus(float(threshold) + 1 - level(x, training=False)))
        optimizer.apply([tape.gradient(cost, x)], [x])
        x.assign(keras.ops.clip(x, 0, 1))

    for _ in range(steps):
        step()
    return zoo.as_bytes(x.numpy()).reshape(images.shape)
