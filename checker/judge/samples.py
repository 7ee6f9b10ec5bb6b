"""Measures of samples: images from noise alone, beside real ones.

Each is a function `(drawn, referees) -> {name: number}`. Whatever is real is measured in the same way, from held-out
images: of two sets of them, one is what distances are measured to, and one what they are compared with.
"""

import numpy as np

from checker.judge import card, measures, references
from workshop.images import softmax

COPIED = (0.2, 0.5)  # quantiles of the distance to the nearest training image: a fifth copied is a copy
LOOKED_UP = 500  # samples whose nearest training image is looked for
SURE = 0.9  # confidence from which on an image counts as a clear one of its class
PRESENT = 0.02  # the share of the samples that a class must have to count as covered
SPELLED = ("none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def judge(drawn, referees):
    """The report card of samples, a dict: see `checker.judge.card.card` and the measures below."""
    return card.card(drawn, referees, MEASURES)


def fooled(drawn, referees):
    """`fooled`: the share that fools the discriminator, by level, easy to hard; of held-out real images it is 0.95."""
    return {"fooled": [float(share) for share in (drawn.seen(scores, referees) > 0).mean(axis=0)]}


def classes(drawn, referees):
    """What a classifier sees.

    `clear`: share of which it is more than 90 % sure, and `clear_real` that of real images. `digits`: how many of the
    classes make up at least 2 % of the images. `label_divergence`: of the classes from equal shares, in nats; see
    `measures.label_divergence`. `counts`: how often each class was seen, a list.
    """
    labels = drawn.seen(probabilities, referees).argmax(axis=1)
    counts = np.bincount(labels, minlength=referees.classes)
    return {
        "clear": drawn.seen(_clear, referees),
        "clear_real": referees.real(1).seen(_clear, referees),
        "digits": int(np.sum(counts >= PRESENT * len(labels))),
        "label_divergence": measures.label_divergence(labels, referees.classes),
        "counts": [int(count) for count in counts],
    }


def nearness(drawn, referees):
    """`frechet`: Fréchet distance to real images. `coverage`, `density`: see `measures.coverage`. Real ones as well."""
    real = referees.real(1).seen(_nearness, referees)
    beside_real = {"frechet_real": real["frechet"], "coverage_real": real["coverage"]}
    return drawn.seen(_nearness, referees) | beside_real


def novelty(drawn, referees):
    """Whether they are copies.

    `copy_ratio`: how near the images are to training images, beside held-out real ones; 1 is as new as these.
    `piece_ratio`: the same for the nearest piece of an image, see `originals.Originals.nearest_piece`.
    """
    mine = drawn.seen(nearest, referees)
    real = referees.real(1, LOOKED_UP).seen(nearest, referees)
    quantiles = [np.quantile(found["distances"], COPIED) for found in (mine, real)]
    pieces = [np.median(found["pieces"]) for found in (mine, real)]
    return {
        "copy_ratio": float(np.min(quantiles[0] / quantiles[1])),
        "piece_ratio": float(pieces[0] / pieces[1]),
    }


def variety(drawn, referees):
    """`spread`: how far two of the images are apart, beside two real ones; 0 where all are the same."""
    return {"spread": drawn.seen(_apart, referees) / referees.real(0).seen(_apart, referees)}


MEASURES = (fooled, classes, nearness, novelty, variety)


def scores(drawn, referees):
    """float32 (n, levels): by how much the logit of each level exceeds its threshold; above zero, it is fooled."""
    return np.stack(
        [
            referees.outputs(level, drawn.images)[:, 0] - threshold
            for level, threshold in zip(references.LEVELS, referees.reference.thresholds, strict=True)
        ],
        axis=1,
    )


def levels(drawn, referees):
    """Integers (n,): how many levels each image fools, in turn."""
    return np.cumprod(drawn.seen(scores, referees) > 0, axis=1).sum(axis=1)


def order(drawn, referees):
    """Integers (n,): the images' places, the most convincing first."""
    return np.lexsort((-drawn.seen(scores, referees)[:, -1], -drawn.seen(levels, referees)))


def probabilities(drawn, referees):
    """The classifier's, (n, classes)."""
    return softmax(referees.outputs("classifier", drawn.images))


def features(drawn, referees):
    """float32 (n, 64): what the classifier makes of images in front of its last layer."""
    return referees.outputs("classifier", drawn.images, before=references.FEATURES)


def nearest(drawn, referees):
    """Of up to 500 images, the nearest training image, also where it was moved.

    Returns:
        dict: `looked_up`, integers (k,), which images; `indices`, integers (k,), the training image nearest to each;
        `distances` (k,); and of a quarter of them `pieces`, the distance of the nearest piece.
    """
    count = len(drawn.images)
    looked_up = np.linspace(0, count - 1, min(LOOKED_UP, count)).astype(int)
    indices, distances = referees.originals.nearest(drawn.images[looked_up])
    pieces = referees.originals.nearest_piece(drawn.images[looked_up[::4]])
    return {"looked_up": looked_up, "indices": indices, "distances": distances, "pieces": pieces}


def rows(numbers):
    """A card's numbers for people: `[(name, of the samples, of real images, what it tells), ...]`."""
    classes = len(numbers["counts"])
    spelled = SPELLED[classes] if classes < len(SPELLED) else str(classes)
    passing = ["share that the reference discriminator takes for real; from 50 % on it is fooled", "", ""]
    return [
        *(
            (f"{level} level", f"{share:.0%}", f"{1 - references.REAL_SHARE:.0%}", told)
            for level, share, told in zip(references.LEVELS, numbers["fooled"], passing, strict=True)
        ),
        (
            "clear digits",
            f"{numbers['clear']:.0%}",
            f"{numbers['clear_real']:.0%}",
            "share of images in which a classifier is more than 90 % sure of the digit",
        ),
        ("digits covered", f"{numbers['digits']}", f"{classes}", f"how many of the {spelled} make up 2 % or more"),
        (
            "label divergence",
            f"{numbers['label_divergence']:.2f}",
            "0.00",
            f"0 if all {spelled} are as frequent, {np.log(classes):.2f} if there is only one",
        ),
        (
            "Fréchet distance",
            f"{numbers['frechet']:.1f}",
            f"{numbers['frechet_real']:.1f}",
            "from all samples, as a set, to a set of real images: 0 if they are alike",
        ),
        (
            "coverage",
            f"{numbers['coverage']:.0%}",
            f"{numbers['coverage_real']:.0%}",
            "share of real images that have a sample near them",
        ),
        (
            "copy ratio",
            f"{numbers['copy_ratio']:.2f}",
            "1.00",
            "distance to the nearest training image, beside that of new real ones: 0 is a copy",
        ),
        ("piece ratio", f"{numbers['piece_ratio']:.2f}", "1.00", "the same for a piece of the image"),
        ("spread", f"{numbers['spread']:.2f}", "1.00", "how different two samples are, beside two real images"),
    ]


def _clear(drawn, referees):
    return float(np.mean(drawn.seen(probabilities, referees).max(axis=1) > SURE))


def _nearness(drawn, referees):
    mine, real = drawn.seen(features, referees), referees.real(0)
    real_set = real.seen(features, referees)
    covered, density = measures.coverage(mine, real_set, real.seen(_reach, referees))
    return {"frechet": measures.frechet_distance(mine, real_set), "coverage": covered, "density": density}


def _reach(drawn, referees):
    return measures.reach(drawn.seen(features, referees))


def _apart(drawn, referees):
    """The median distance of an image to the next one in the set."""
    following = np.roll(drawn.images, 1, axis=0).astype("float32")
    squares = ((drawn.images - following) ** 2).mean(axis=tuple(range(1, drawn.images.ndim)))
    return float(np.median(np.sqrt(squares))) / 255
