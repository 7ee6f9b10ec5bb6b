"""Measures of conditional samples: whether each is of its class, and whether those of one class are varied and new.

Which class each image was asked for is the first of `Drawn.asked`, integers (n,) or (n, 1). Whatever is measured of a
class is measured beside real images of it, and the worst class counts: a mean hides one class in ten. A class that was
asked for less than `FEW` times is not measured.
"""

import numpy as np

from checker.judge import measures, samples

FEW = 10  # images of a class, below which nothing is said of it


def named(drawn, referees):
    """Whether the classifier reads the class that was asked for.

    `named`: the share of the images of which it does, and `named_real` that of real images. `named_by_class`: the same
    for each class, a list, None for one with few images. `named_worst`: the smallest of these.
    """
    shares = drawn.seen(_named, referees)
    return {
        "named": drawn.seen(_right, referees),
        "named_real": referees.real(1).seen(_right, referees),
        "named_worst": float(np.nanmin(shares)),
        "named_by_class": [None if np.isnan(share) else float(share) for share in shares],
    }


def variety(drawn, referees):
    """Whether the images of each class are varied.

    `variety`: coverage within a class, of the class where it is smallest, beside that of real images: the share of its
    real images that have an image near them among those that were asked for it. An image of another class covers
    nothing; few images, however often they are repeated, cover little.
    """
    shares = drawn.seen(_covered, referees) / referees.real(1).seen(_covered, referees)
    return {"variety": float(np.nanmin(shares))}


def novelty(drawn, referees):
    """`copy_worst`: as `copy_ratio` of samples, but at the middle, of the class that lies nearest to known images."""
    ratios = drawn.seen(_far, referees) / referees.real(1, samples.LOOKED_UP).seen(_far, referees)
    return {"copy_worst": float(np.nanmin(ratios))}


MEASURES = (named, variety, novelty)


def rows(numbers):
    """A card's numbers for people, as of `checker.judge.samples.rows`."""
    return [
        (
            "named as asked",
            f"{numbers['named']:.0%}",
            f"{numbers['named_real']:.0%}",
            "share of images in which a classifier reads what was asked for",
        ),
        ("named, worst class", f"{numbers['named_worst']:.0%}", "", "the same for the class where it is smallest"),
        (
            "variety in a class",
            f"{numbers['variety']:.0%}",
            "100%",
            "coverage within the class where it is smallest, beside that of real images",
        ),
        ("copy ratio, worst class", f"{numbers['copy_worst']:.2f}", "1.00", "of the class that is nearest to copies"),
    ]


def asked(drawn):
    """The class that each image was asked for, integers (n,)."""
    return np.ravel(drawn.asked[0])


def _right(drawn, referees):
    return float(np.mean(drawn.seen(_read, referees) == asked(drawn)))


def _read(drawn, referees):
    """The class that the classifier reads in each image, integers (n,)."""
    return drawn.seen(samples.probabilities, referees).argmax(axis=1)


def _named(drawn, referees):
    read = drawn.seen(_read, referees)
    return _by_class(asked(drawn), referees.classes, lambda mine: np.mean(read[mine] == asked(drawn)[mine]))


def _covered(drawn, referees):
    """Of each class, the share of its real images that have one of the images asked for it within reach."""
    real, mine = referees.real(0), drawn.seen(samples.features, referees)
    real_set, labels = real.seen(samples.features, referees), asked(real)
    found = np.full(referees.classes, np.nan)
    for label in range(referees.classes):
        of_class, of_real = mine[asked(drawn) == label], real_set[labels == label]
        if min(len(of_class), len(of_real)) >= FEW:
            found[label], _ = measures.coverage(of_class, of_real, measures.reach(of_real))
    return found


def _far(drawn, referees):
    """Of each class, the median distance of its images to the nearest training image."""
    found = drawn.seen(samples.nearest, referees)
    return _by_class(
        asked(drawn)[found["looked_up"]], referees.classes, lambda mine: np.median(found["distances"][mine])
    )


def _by_class(labels, classes, measure):
    """What `measure` gives for the places of each class: floats (classes,), NaN for one with few."""
    places = [np.flatnonzero(labels == label) for label in range(classes)]
    return np.array([measure(mine) if len(mine) >= FEW else np.nan for mine in places])
