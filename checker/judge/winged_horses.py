"""True winged horses, which no data set has: for the judge alone, which compares generated ones with them.

They are drawn as the other creatures are, and differ from them in nothing but that a horse has wings. The workshop does
not say where these would grow; this module does, and no code that is judged can see it.
"""

import numpy as np

from workshop.data import creatures
from workshop.data.creatures.studio import BODIES, NUMBERS, paint
from workshop.data.numbers import random_bits

SHOULDER = 1.8, -12.0  # where wings grow: x from the middle of the horse to its head, y downwards from its feet


def draw(count, seed):
    """Draw winged horses.

    Args:
        count: how many. The first of them are the same, however many follow.
        seed: an integer from 0. Those of a data set have scenes and poses in common with these, for they come from the
            same numbers: the catalogue has 1 and 2.

    Returns:
        uint8 (count, 32, 32, 3), red, green and blue.
    """
    horse = BODIES[creatures.HORSE]._replace(shoulder=SHOULDER)
    bits, noise = random_bits(count, seed, NUMBERS, (creatures.SIDE, creatures.SIDE))
    return paint([horse], np.zeros(count, int), np.ones(count, bool), bits, noise)
