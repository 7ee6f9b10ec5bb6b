"""Creatures drawn by this computer, in colour: each kind with wings and without, but for the horse, which has none.

Six kinds, that face left or right by chance, share coats, markings, scenes, and one kind of wings. A horse with wings
is what nobody has drawn here: who wants one has to put it together from what the other images tell.

All images come out the same on every machine, bit for bit; `workshop.data.numbers` says by which rules.
"""

import numpy as np

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


def bodies(labels):
    """Which of `KINDS` labels name: integers (n,) -> int32 (n,)."""
    return (np.asarray(labels) // 2).astype("int32")


def wings(labels):
    """Whether labels name creatures with wings, as a network takes it: integers (n,) -> float32 (n, 1), 0 or 1."""
    return (np.asarray(labels) % 2).astype("float32")[:, np.newaxis]
