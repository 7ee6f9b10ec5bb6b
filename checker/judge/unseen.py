"""Measures of images of a class that no data set has: combined from the other classes, or not at all.

The classifier of such a data set knows that class, from true images that the judge alone can draw. It knows one kind
more, the last: images that were put together from known ones, such as a horse with a halo, which have all that a judge
of horses and a judge of wings look for. Whatever is measured is measured beside true ones.
"""

from collections.abc import Callable
from functools import cache
from typing import NamedTuple

import numpy as np

from checker.judge import measures, references, samples, winged_horses
from checker.judge.card import Drawn
from checker.judge.originals import means_of_four
from workshop.data import creatures

SURE = 0.5  # probability above which an image is taken for one of the class: more likely than all else together


class Unseen(NamedTuple):
    """A class that no image of a data set is of.

    Attributes:
        place: its place among the data set's classes.
        what: its name, in the plural.
        draw: `(count, seed)` -> uint8 (count, ...), true ones.
    """

    place: int
    what: str
    draw: Callable


UNSEEN = {"creatures": Unseen(2 * creatures.HORSE + 1, "winged horses", winged_horses.draw)}
COUNT = 1000  # true ones that are measured beside
SEEDS = 21, 22  # of these: part 0 is what is covered, part 1 what others are compared with; those trained from: others
ALONE = 0.2  # quantile of the distance to the nearest other image: a fifth repeated is a repetition


def taken(drawn, referees):
    """`taken`: the share of which the classifier thinks it more likely than not; `taken_true`: of true ones."""
    _, true = beside(referees)
    return {name: float(np.mean(each.seen(sure, referees))) for name, each in (("taken", drawn), ("taken_true", true))}


def seen_as(drawn, referees):
    """`seen_as`: what the classifier sees, a list of shares: of each class, then of what is put together."""
    probabilities = drawn.seen(samples.probabilities, referees)
    counts = np.bincount(probabilities.argmax(axis=1), minlength=probabilities.shape[1])
    return {"seen_as": [float(count / len(drawn.images)) for count in counts]}


def variety(drawn, referees):
    """Whether they are varied.

    `covered`: coverage, seen coarsely, of true ones, beside that by other true ones: the share of them that an image is
    near to. Images that all face one way cover half, one image however often it is repeated nearly none.
    `distinct`: how far an image is from the nearest other, beside true ones; 0 where a fifth has its like.
    """
    _, true = beside(referees)
    mine, other = (each.seen(_covered, referees) for each in (drawn, true))
    mine_alone, true_alone = (each.seen(_alone, referees) for each in (drawn, true))
    return {"covered": mine / other, "distinct": mine_alone / true_alone}


def novelty(drawn, referees):
    """Whether they are copies, or pasted together: as `samples.novelty`, beside true ones.

    `new`: how near the images are to training images. `new_pieces`: the same for the nearest piece of an image.
    """
    _, true = beside(referees)
    mine, other = (each.seen(samples.nearest, referees) for each in (drawn, true))
    quantiles = [np.quantile(found["distances"], samples.COPIED) for found in (mine, other)]
    pieces = [np.quantile(found["pieces"], samples.COPIED) for found in (mine, other)]
    return {"new": float(np.min(quantiles[0] / quantiles[1])), "new_pieces": float(np.min(pieces[0] / pieces[1]))}


MEASURES = (taken, seen_as, variety, novelty)


def rows(numbers):
    """A card's numbers for people, as of `checker.judge.samples.rows`."""
    what = UNSEEN[numbers["dataset"]].what
    return [
        (
            f"taken for {what}",
            f"{numbers['taken']:.0%}",
            f"{numbers['taken_true']:.0%}",
            f"share of images that a classifier takes for {what}, and not for anything else, nor for a composite",
        ),
        ("variety", f"{numbers['covered']:.0%}", "100%", f"share of true {what} that have an image near them"),
        ("distinct", f"{numbers['distinct']:.2f}", "1.00", "distance of an image to the next: 0 is a repetition"),
        ("new", f"{numbers['new']:.2f}", "1.00", "distance to the nearest training image: 0 is a copy"),
        ("new pieces", f"{numbers['new_pieces']:.2f}", "1.00", "the same for a piece of the image"),
    ]


def beside(referees):
    """True ones of the class, two `Drawn` with no image in common."""
    return _true(referees.reference.dataset)


@cache
def _true(dataset):
    return tuple(Drawn(UNSEEN[dataset].draw(COUNT, seed)) for seed in SEEDS)


def sure(drawn, referees):
    """bool (n,): which images are taken for one of the class."""
    return likeness(drawn, referees) > SURE


def levels(drawn, referees):
    """Integers (n,): as `checker.judge.samples.levels`, but all or none: there is one classifier."""
    return np.where(drawn.seen(sure, referees), len(references.LEVELS), 0)


def order(drawn, referees):
    """Integers (n,): the images' places, first the one that is taken most surely for one of the class."""
    return np.argsort(-likeness(drawn, referees), kind="stable")


def likeness(drawn, referees):
    """float (n,): the classifier's probability that an image is one of the class."""
    return drawn.seen(samples.probabilities, referees)[:, UNSEEN[referees.reference.dataset].place]


def _coarse(drawn, referees):
    return means_of_four(drawn.images)


def _covered(drawn, referees):
    real_set = beside(referees)[0]
    true = real_set.seen(_coarse, referees)
    return measures.coverage(drawn.seen(_coarse, referees), true, real_set.seen(_reach, referees))[0]


def _reach(drawn, referees):
    return measures.reach(drawn.seen(_coarse, referees))


def _alone(drawn, referees):
    """How far an image is from the nearest other among 500."""
    rows = drawn.seen(_coarse, referees)[: samples.LOOKED_UP]
    among = measures.squared_distances(rows, rows)
    np.fill_diagonal(among, np.inf)
    return float(np.quantile(np.sqrt(among.min(axis=1)), ALONE))
