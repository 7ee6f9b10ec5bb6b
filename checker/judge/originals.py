"""Finds the training picture that a picture was copied from, whole or in pieces, also where it was moved."""

import numpy as np

from checker.judge.measures import squared_distances

SHIFT = 2  # pixels each way that a copy may be moved by
ALL = slice(None)
PIECES = ((ALL, slice(0, 12)), (ALL, slice(16, 28)), (ALL, ALL, slice(0, 12)), (ALL, ALL, slice(16, 28)))
CANDIDATES = 12  # training pictures that are looked at closely for being the original of a copy
SIDE = 28


class Originals:
    """Finds the training picture that a picture was made from, also where it was moved by a few pixels."""

    def __init__(self, images):
        """Take the training pictures, uint8 (m, 28, 28)."""
        self.images, self.coarse = images, _coarse(images)

    def nearest(self, images):
        """Look for the nearest training picture, over shifts of up to two pixels each way.

        Only pictures that are near when both are centred and seen coarsely are compared pixel by pixel and shift by
        shift: comparing with all of them would take minutes.

        Args:
            images: uint8 (n, 28, 28).

        Returns:
            `(indices, distances)`: int (n,) into the training pictures, and float32 (n,), the root of the mean squared
            difference of the pixels, where white is 1.
        """
        indices, distances = np.zeros(len(images), dtype=int), np.zeros(len(images), dtype="float32")
        for start in range(0, len(images), 250):
            part = slice(start, start + 250)
            far = squared_distances(_coarse(images[part]), self.coarse)
            candidates = np.argpartition(far, CANDIDATES, axis=1)[:, :CANDIDATES]
            indices[part], distances[part] = self._closest(images[part], candidates)
        return indices, distances

    def nearest_piece(self, images):
        """How near some piece of a picture is to the same piece of some training picture, over the same shifts.

        Pieces are the uppermost 12 rows, the lowermost, and the columns on either side: a picture that was pasted
        together of training pictures is near in one of them, however new it is as a whole. Every second training
        picture is compared, for the sake of time: of two that were pasted, one at least is met in three cases of four.

        Args:
            images: uint8 (n, 28, 28).

        Returns:
            float32 (n,), the root of the mean squared difference in the nearest piece, of means over 2x2 pixels.
        """
        theirs = [means_of_four(self.images[::2][piece]) for piece in PIECES]
        best = np.full(len(images), np.inf, dtype="float32")
        for shifted in _shifts(images):
            for piece, known in zip(PIECES, theirs, strict=True):
                squares = squared_distances(means_of_four(shifted[piece]), known).min(axis=1) / known.shape[1]
                best = np.minimum(best, np.sqrt(squares))
        return best

    def _closest(self, images, candidates):
        originals = self.images[candidates].reshape(*candidates.shape, -1).astype("float32") / 255
        best = np.full(candidates.shape, np.inf, dtype="float32")
        for shifted in _shifts(images):
            shifted = shifted.reshape(len(images), 1, -1).astype("float32") / 255
            best = np.minimum(best, ((originals - shifted) ** 2).mean(axis=2))
        rows, chosen = np.arange(len(images)), best.argmin(axis=1)
        return candidates[rows, chosen], np.sqrt(best[rows, chosen])


def _shifts(images):
    """Yield the pictures moved by up to two pixels each way, black coming in."""
    wide = np.pad(images, ((0, 0), (SHIFT, SHIFT), (SHIFT, SHIFT)))
    for down in range(2 * SHIFT + 1):
        for right in range(2 * SHIFT + 1):
            yield wide[:, down : down + SIDE, right : right + SIDE]


def means_of_four(images):
    """Pictures (n, h, w) as means over 2x2 pixels, float32 (n, h w / 4) in [0, 1]."""
    n, h, w = images.shape
    return images.reshape(n, h // 2, 2, w // 2, 2).mean(axis=(2, 4), dtype="float32").reshape(n, -1) / 255


def _coarse(images):
    """Pictures (n, 28, 28), moved so that what is bright lies in the middle, as 14x14 means: float32 (n, 196)."""
    bright = np.where(images > 80, images, 0).astype("float32")
    mass, places = np.maximum(bright.sum(axis=(1, 2)), 1), np.arange(SIDE) - (SIDE - 1) / 2
    down = np.rint(bright.sum(axis=2) @ places / mass).astype(int).clip(-8, 8)
    right = np.rint(bright.sum(axis=1) @ places / mass).astype(int).clip(-8, 8)
    wide = np.pad(images, ((0, 0), (8, 8), (8, 8)))
    rows, columns = (8 + np.arange(SIDE) + shift[:, np.newaxis] for shift in (down, right))
    moved = wide[np.arange(len(images))[:, np.newaxis, np.newaxis], rows[:, :, np.newaxis], columns[:, np.newaxis]]
    return means_of_four(moved)
