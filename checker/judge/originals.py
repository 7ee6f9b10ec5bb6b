"""Finds the training image that an image was copied from, whole or in pieces, also where it was moved."""

from functools import cached_property

import numpy as np

from checker.judge.measures import squared_distances

SHIFT = 2  # pixels each way that a copy may be moved by
FAR = 8  # pixels that an image is moved by, at most, to be centred
BRIGHT = 80  # a byte above which a pixel counts as bright
PIECE = 3 / 7  # of the height, or of the width: what a piece has of it
CANDIDATES = 12  # training images that are looked at closely for being the original of a copy
PART = 250  # images that are looked up at once
CLOSE = 50  # images that are compared shift by shift at once, with CANDIDATES each: as many as a cache holds
TABLE = 1000  # training images whose pieces are compared at once, for the same reason


class Originals:
    """Finds the training image that an image was made from, also where it was moved by a few pixels."""

    def __init__(self, images):
        """Take the training images, uint8 (m, height, width), or with channels behind; height and width are even."""
        self.images, self.coarse = images, _coarse(images)
        self._squares = (self.coarse**2).sum(axis=1)

    def nearest(self, images):
        """Look for the nearest training image, over shifts of up to two pixels each way.

        Only images that are near when both are centred and seen coarsely are compared pixel by pixel and shift by
        shift: comparing with all of them would take minutes.

        Args:
            images: uint8 (n, ...), shaped as the training images.

        Returns:
            `(indices, distances)`: int (n,) into the training images, and float32 (n,), the root of the mean squared
            difference of the pixels, where white is 1.
        """
        indices, distances = np.zeros(len(images), dtype=int), np.zeros(len(images), dtype="float32")
        for start in range(0, len(images), PART):
            part = slice(start, start + PART)
            far = squared_distances(_coarse(images[part]), self.coarse, self._squares)
            candidates = np.argpartition(far, CANDIDATES, axis=1)[:, :CANDIDATES]
            for place in range(0, len(candidates), CLOSE):
                few = slice(start + place, min(start + place + CLOSE, start + PART))
                indices[few], distances[few] = self._closest(images[few], candidates[place : place + CLOSE])
        return indices, distances

    def nearest_piece(self, images):
        """How near some piece of an image is to the same piece of some training image, over the same shifts.

        Pieces are the uppermost three sevenths, the lowermost, and the columns on either side: an image that was pasted
        together of training images is near in one of them, however new it is as a whole. Every second training image is
        compared, for the sake of time: of two that were pasted, one at least is met in three cases of four.

        Args:
            images: uint8 (n, ...), shaped as the training images.

        Returns:
            float32 (n,), the root of the mean squared difference in the nearest piece, of means over 2x2 pixels.
        """
        best, moved = np.full(len(images), np.inf, dtype="float32"), [*_shifts(images)]
        for piece, known, squares in self._tables:
            # As `squared_distances`, of all shifts in one product of matrices; what is not wanted is left out.
            mine = np.concatenate([means_of_four(shifted[piece]) for shifted in moved])
            twice, least = 2 * mine, np.full(len(mine), np.inf, dtype="float32")
            for start in range(0, len(known), TABLE):
                part = slice(start, start + TABLE)
                products = twice @ known[part].T
                np.subtract(squares[part], products, out=products)
                np.minimum(least, products.min(axis=1), out=least)
            least = np.maximum(least + (mine**2).sum(axis=1), 0) / known.shape[1]
            best = np.minimum(best, np.sqrt(least).reshape(len(moved), -1).min(axis=0))
        return best

    @cached_property
    def _tables(self):
        """Of each piece: where it is, what every second training image has there (m, d), and its squares (m,)."""
        found = []
        for piece in _pieces(self.images):
            known = means_of_four(self.images[::2][piece])
            found.append((piece, known, (known**2).sum(axis=1)))
        return found

    def _closest(self, images, candidates):
        originals = self.images[candidates].reshape(*candidates.shape, -1).astype("float32") / 255
        best, difference = np.full(candidates.shape, np.inf, dtype="float32"), np.empty_like(originals)
        for shifted in _shifts(images):
            shifted = shifted.reshape(len(images), 1, -1).astype("float32") / 255
            np.subtract(originals, shifted, out=difference)
            np.square(difference, out=difference)
            best = np.minimum(best, difference.mean(axis=2))
        rows, chosen = np.arange(len(images)), best.argmin(axis=1)
        return candidates[rows, chosen], np.sqrt(best[rows, chosen])


def _pieces(images):
    """Where the four pieces of images (n, height, width, ...) lie: an index each."""
    every, (height, width) = slice(None), images.shape[1:3]
    tall, wide = (2 * round(side * PIECE / 2) for side in (height, width))
    above, below, left, right = slice(0, tall), slice(height - tall, height), slice(0, wide), slice(width - wide, width)
    return (every, above), (every, below), (every, every, left), (every, every, right)


def _padded(images, by):
    return np.pad(images, ((0, 0), (by, by), (by, by), *[(0, 0)] * (images.ndim - 3)))


def _shifts(images):
    """Yield the images moved by up to two pixels each way, black coming in."""
    wide, (height, width) = _padded(images, SHIFT), images.shape[1:3]
    for down in range(2 * SHIFT + 1):
        for right in range(2 * SHIFT + 1):
            yield wide[:, down : down + height, right : right + width]


def means_of_four(images):
    """Images (n, h, w, ...) as means over 2x2 pixels, float32 (n, d) in [0, 1]."""
    n, h, w, *channels = images.shape
    fours = images.reshape(n, h // 2, 2, w // 2, 2, *channels)
    return fours.mean(axis=(2, 4), dtype="float32").reshape(n, -1) / 255


def _coarse(images):
    """Images (n, h, w, ...), moved so that what is bright lies in the middle, as 2x2 means: float32 (n, d)."""
    height, width = images.shape[1:3]
    grey = images if images.ndim == 3 else images.max(axis=3)
    bright = np.where(grey > BRIGHT, grey, 0).astype("float32")
    mass = np.maximum(bright.sum(axis=(1, 2)), 1)
    down = np.rint(bright.sum(axis=2) @ (np.arange(height) - (height - 1) / 2) / mass).astype(int).clip(-FAR, FAR)
    right = np.rint(bright.sum(axis=1) @ (np.arange(width) - (width - 1) / 2) / mass).astype(int).clip(-FAR, FAR)
    rows, columns = FAR + np.arange(height) + down[:, np.newaxis], FAR + np.arange(width) + right[:, np.newaxis]
    chosen = np.arange(len(images))[:, np.newaxis, np.newaxis], rows[:, :, np.newaxis], columns[:, np.newaxis]
    return means_of_four(_padded(images, FAR)[chosen])
