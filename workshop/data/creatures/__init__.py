"""Creatures drawn by this computer, in colour: each kind with wings and without, but for the horse, which has none.

Six kinds, that face left or right by chance, share coats, markings, scenes, and one kind of wings. A horse with wings
is what nobody has drawn here: who wants one has to put it together from what the other images tell.

All images come out the same on every machine, bit for bit; `workshop.data.numbers` says by which rules.
"""

from typing import NamedTuple

import numpy as np

from workshop.data.datasets import DataError
from workshop.data.numbers import random_bits

VERSION = 1  # is part of the cache's name: raise it with every change of the images
SIDE = 32  # pixels
KINDS = "horse", "cat", "cow", "lion", "bird", "caterpillar"
HORSE = 0
# What the labels mean: twice the kind, and 1 more with wings. No image has the label 1.
CLASSES = tuple(f"{how}{kind}" for kind in KINDS for how in ("", "winged "))


def draw(count, seed, threads=None):
    """Draw creatures: each kind equally likely, and of all kinds but horses half of them with wings.

    Args:
        count: how many. The first of them are the same, however many follow.
        seed: an integer from 0. Other seeds give other images.
        threads: how many work at it; where None one for each processor, up to 8. It changes no image.

    Returns:
        `(images, labels)`: uint8 (count, 32, 32, 3), red, green and blue, and uint8 (count,), places in `CLASSES`.
    """
    # Read where it is needed, for a checker hides the studio from the code that it judges.
    from workshop.data.creatures.studio import BODIES, NUMBERS, paint

    bits, noise = random_bits(count, seed, NUMBERS + 4, (SIDE, SIDE))
    kinds = ((bits[:, 0].astype(np.int64) * len(KINDS)) >> 16).astype(np.uint8)
    winged = (kinds != HORSE) & (bits[:, 1] >= 32768)
    return paint(BODIES, kinds, winged, bits[:, 4:], noise, threads), 2 * kinds + winged


class Parts(NamedTuple):
    """Images of creatures, with what they show taken apart.

    Attributes:
        images: uint8 (n, h, w, 3).
        bodies: int32 (n,), places in `KINDS`.
        wings: float32 (n, 1), 1 with wings, else 0: as a network takes it.
    """

    images: np.ndarray
    bodies: np.ndarray
    wings: np.ndarray


def parts(split, classes):
    """Take apart what images show, by the names of their classes; images of other classes are left out.

    Args:
        split: `(images, labels)`: uint8 (n, h, w, 3) and integers (n,), as of a `Dataset`.
        classes: the names that the labels mean, such as "horse" or "winged cat". Who takes photos names no wings: where
            no class is called "winged bird", a bird has them.

    Returns:
        `Parts`, in the order of the images.

    Raises:
        DataError: there is no horse, or nothing that has wings.
    """
    images, labels = split
    plain = dict.fromkeys(KINDS, 0) | ({} if "winged bird" in classes else {"bird": 1})
    table = [
        (KINDS.index(kind), 1 if winged else plain[kind]) if kind in KINDS else (-1, 0)
        for winged, kind in ((name.startswith("winged "), name.removeprefix("winged ")) for name in classes)
    ]
    shown = np.array(table)[np.asarray(labels)]
    known = shown[:, 0] >= 0
    bodies, wings = shown[known].T
    if not (bodies == HORSE).any() or not wings.any():
        raise DataError(
            f"Expected classes of horses and of something with wings, got {', '.join(map(repr, classes))}.\n"
            'Name classes "horse" and "bird", or as those of creatures: "winged cat" has wings, "cat" has none.'
        )
    return Parts(images[known], bodies.astype("int32"), wings.astype("float32")[:, np.newaxis])
