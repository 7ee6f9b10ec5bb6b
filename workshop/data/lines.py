"""Lines drawn by this computer: each from the middle of the image outwards, at an angle of its own.

Of these images one knows what no data set of photos tells: which image lies half way between two of them. It is the
line at the angle half way. By that an autoencoder's walks from one image to another are judged, as in Berthelot et al.,
"Understanding and Improving Interpolation in Autoencoders via an Adversarial Regularizer" (2018), section 3.

All images come out the same on every machine, bit for bit; `workshop.data.numbers` says by which rules.
"""

import numpy as np

from workshop.data.numbers import random_bits

VERSION = 1  # is part of the cache's name: raise it with every change of the images
SIDE = 32  # pixels
LENGTH = 14.0  # pixels, from the middle of the image
WIDTH = 2.0  # pixels
TURN = 65536  # steps of a whole turn: an angle is one of so many
DEGREES = tuple(f"{angle}°" for angle in range(360))  # what the labels mean
CHUNK = 1000  # images that are drawn at once, so that memory stays small


def draw(count, seed):
    """Draw lines whose angles are random, all of them equally likely.

    Args:
        count: how many.
        seed: an integer from 0. The first lines are the same, however many follow.

    Returns:
        `(images, labels)`: uint8 (count, 32, 32), and uint16 (count,), the angles in whole degrees, rounded down.
    """
    turns = angles(count, seed)
    return at(turns), (turns.astype(np.uint32) * 360 // TURN).astype(np.uint16)


def angles(count, seed):
    """The true angles of `draw(count, seed)`: uint16 (count,), in steps of 1/65,536 of a turn."""
    words, _ = random_bits(count, seed, 4, (8,))
    return np.ascontiguousarray(words[:, 0])


def at(turns):
    """Draw a line at each of these angles.

    Args:
        turns: uint16 (n,), in steps of 1/65,536 of a turn; 0 points to the right, a quarter of a turn upwards.

    Returns:
        uint8 (n, 32, 32): 255 on the line, 0 beside it, and in between at its edge.
    """
    turns = np.asarray(turns, dtype=np.uint16)
    chunks = [_drawn(turns[start : start + CHUNK]) for start in range(0, len(turns), CHUNK)]
    return np.concatenate(chunks) if chunks else np.zeros((0, SIDE, SIDE), np.uint8)


def _drawn(turns):
    right, up = (each[:, np.newaxis, np.newaxis] for each in _directions(turns))
    places = np.arange(SIDE) - (SIDE - 1) / 2
    x, y = places[np.newaxis, np.newaxis, :], -places[np.newaxis, :, np.newaxis]
    along = np.minimum(np.maximum(x * right + y * up, 0.0), LENGTH)
    aside, above = x - along * right, y - along * up
    distance = np.sqrt(aside * aside + above * above)
    # A pixel at the edge is as bright as much of it lies on the line, nearly.
    share = np.minimum(np.maximum(WIDTH / 2 + 0.5 - distance, 0.0), 1.0)
    return np.floor(255 * share + 0.5).astype(np.uint8)


def _directions(turns):
    """Cosine and sine of angles, float64 (n,) each, by square roots and products alone.

    An angle is a sum of a half turn, a quarter, an eighth and so on, one for each of its bits. Cosine and sine of half
    an angle follow by a square root, those of a sum by four products.
    """
    cosine, sine = np.ones(len(turns)), np.zeros(len(turns))
    part = -1.0, 0.0  # half a turn
    for bit in range(15, -1, -1):
        turned = cosine * part[0] - sine * part[1], sine * part[0] + cosine * part[1]
        chosen = (turns >> bit) & 1 == 1
        cosine, sine = np.where(chosen, turned[0], cosine), np.where(chosen, turned[1], sine)
        half = np.sqrt((1.0 + part[0]) / 2)
        part = half, part[1] / (2 * half) if half else 1.0
    return cosine, sine
