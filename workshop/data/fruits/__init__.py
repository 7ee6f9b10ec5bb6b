"""Fruits drawn by this computer, in colour: ten kinds that a person names at a glance, few images of each.

To try what few images teach: whole and cut, ripe and not, alone and together, on boards, cloths and plates, in many
lights. Colours overlap from kind to kind (a green apple, a green pear, a lime), so that a network has to look at shapes
as well.

All images come out the same on every machine, bit for bit; `workshop.data.numbers` says by which rules.
"""

import numpy as np

from workshop.data.fruits import plants, trees
from workshop.data.fruits.canvas import SIDE
from workshop.data.fruits.hand import Hand
from workshop.data.fruits.scenes import scene
from workshop.data.numbers import random_bits

__all__ = ["KINDS", "SIDE", "VERSION", "draw"]

VERSION = 1  # is part of the cache's name: raise it with every change of the images
NUMBERS = 4096  # 16-bit random numbers of an image; three oranges on boards take 2,952
PAINTERS = {  # how each kind is painted, and how many at once at most
    "apple": (trees.apple, 3),
    "banana": (plants.banana, 1),
    "cherry": (trees.cherry, 2),
    "grapes": (plants.grapes, 1),
    "lemon": (trees.lemon, 3),
    "orange": (trees.orange, 3),
    "pear": (trees.pear, 3),
    "pineapple": (plants.pineapple, 2),
    "strawberry": (plants.strawberry, 3),
    "watermelon": (plants.watermelon, 2),
}
KINDS = tuple(PAINTERS)


def draw(count, seed):
    """Draw fruits.

    Args:
        count: how many. The first of them are the same, however many follow.
        seed: an integer from 0. Other seeds give other images.

    Returns:
        `(images, labels)`: uint8 (count, 64, 64, 3), and uint8 (count,): the place in `KINDS`. Of ten images in a row,
        counted from the first, each is of another kind; their order is random.
    """
    rows = -(-count // len(KINDS)) * len(KINDS)
    bits, noise = random_bits(rows, seed, NUMBERS, (SIDE, SIDE, 3))
    # A stable sort: where two numbers are equal, every machine leaves the same one in front.
    labels = bits[:, 0].reshape(-1, len(KINDS)).argsort(axis=1, kind="stable").ravel()[:count].astype(np.uint8)
    images = np.empty((count, SIDE, SIDE, 3), np.uint8)
    for i, label in enumerate(labels):
        paint, most = PAINTERS[KINDS[label]]
        images[i] = scene(paint, Hand(bits[i, 1:]), noise[i], most)
    return images, labels
