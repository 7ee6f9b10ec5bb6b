"""Images that were asked for by class, and are not what an honest generator draws: wrong labels, no variety, copies.

What is not said to be otherwise is held-out real images, each asked for by its own class: nobody could tell them from
what a perfect generator draws, so that what is wrong is the one thing that a trick's name says.
"""

import numpy as np

from benchmarks.judge import zoo
from benchmarks.judge.tricks import pleasing
from checker.judge.card import Drawn

ONE, OTHER = 3, 8  # classes that something is done to


def tricks(dataset, referees):
    """Each trick by its name, a function of a generator of random numbers that returns a `Drawn` of 2,000 images.

    Args:
        dataset: a `workshop.data.Dataset`.
        referees: the `checker.judge.referees.Referees` of that data set.
    """
    known = zoo.Digits(*dataset.train)
    honest = referees.real(2)
    images, labels = honest.images, np.asarray(honest.asked[0])
    count, classes = len(images), referees.classes
    of_one = labels == ONE

    def picked(rng, pool, pool_labels, number=None):
        """An image of each class asked for, out of a pool, or out of the first few of each class there."""
        places = [np.flatnonzero(pool_labels == label)[:number] for label in range(classes)]
        return pool[[places[label][rng.integers(len(places[label]))] for label in labels]]

    def copies(rng, number=None):
        return picked(rng, known.images, known.labels, number)

    def stored(rng, number):
        """Few images of each class, none of them known."""
        return picked(rng, images, labels, number)

    def only_one(made):
        """One class as it was made, all others honest."""
        return np.where(of_one[:, np.newaxis, np.newaxis], made, images)

    def means(rng):
        return np.array([known.images[known.labels == label].mean(axis=0) for label in range(classes)])[labels]

    def moved(rng):
        shifts = rng.integers(-2, 3, (count, 2))
        return np.array([np.roll(*each, axis=(0, 1)) for each in zip(copies(rng), shifts, strict=True)])

    def blended(rng):
        mix = rng.uniform(0, 0.35, (count, 1, 1))
        return ((1 - mix) * copies(rng, 60) + mix * copies(rng, 60)).astype("uint8")

    def shuffled(rng, chosen):
        """Labels that have changed places where chosen."""
        asked, places = labels.copy(), np.flatnonzero(chosen)
        asked[places] = asked[rng.permutation(places)]
        return asked

    def exchanged(share, rng):
        """Two classes in each other's place, in a share of their images."""
        turned = rng.random(count) < share
        return np.where(turned & of_one, OTHER, np.where(turned & (labels == OTHER), ONE, labels))

    def of_other(rng):
        """One class is drawn as another half of the time."""
        drawn, turned = images.copy(), of_one & (rng.random(count) < 0.5)
        drawn[turned] = images[rng.choice(np.flatnonzero(labels == OTHER), turned.sum())]
        return drawn

    def pleased(rng):
        made = pleasing(referees, zoo.uniform_noise(known, rng, 250))  # the first for class 0, and so on
        return made[(labels + classes * rng.integers(0, len(made) // classes, count)) % len(made)]

    wrong_labels = {
        "held_out_digits": lambda rng: labels,
        "labels_shuffled": lambda rng: rng.permutation(labels),
        "labels_of_half_shuffled": lambda rng: shuffled(rng, rng.random(count) < 0.5),
        "labels_off_by_one": lambda rng: (labels + 1) % classes,
        "two_classes_exchanged": lambda rng: exchanged(1, rng),
        "two_classes_mixed_up": lambda rng: exchanged(0.5, rng),
    }
    wrong_images = {
        "one_class_whatever_is_asked": lambda rng: images[rng.choice(np.flatnonzero(of_one), count)],
        "one_image_per_class": lambda rng: stored(rng, 1),
        "five_images_per_class": lambda rng: stored(rng, 5),
        "twenty_images_per_class": lambda rng: stored(rng, 20),
        "one_image_of_one_class": lambda rng: only_one(stored(rng, 1)),
        "five_images_of_one_class": lambda rng: only_one(stored(rng, 5)),
        "one_class_wrong_half_of_the_time": of_other,
        "one_class_blank": lambda rng: only_one(np.zeros_like(images)),
        "one_class_of_noise": lambda rng: only_one(zoo.uniform_noise(known, rng, count)),
        "copies": lambda rng: copies(rng),
        "copies_moved": moved,
        "copies_blurred": lambda rng: zoo.as_bytes(zoo.blur(copies(rng))),
        "copies_of_one_class": lambda rng: only_one(copies(rng)),
        "sixty_copies_per_class_blended": blended,
        "class_means": lambda rng: means(rng).astype("uint8"),
        "class_means_under_noise": lambda rng: np.clip(
            means(rng) + rng.normal(0, 26, (count, *known.shape)), 0, 255
        ).astype("uint8"),
        "blurred": lambda rng: zoo.as_bytes(zoo.blur(images, 2)),
        "noise_made_to_please": pleased,
    }
    return {name: lambda rng, make=make: Drawn(images, (make(rng),)) for name, make in wrong_labels.items()} | {
        name: lambda rng, make=make: Drawn(make(rng), (labels,)) for name, make in wrong_images.items()
    }
