"""A drawing in the form of MNIST's digits: 20x20 of ink in 28x28, with the centre of mass in the middle.

A network that learned from such images is lost on one that is half as large, or in a corner. `static/forward.js` does
the same, number for number, for pages without Python.
"""

import numpy as np

BOX = 20 / 28  # of the side: what the ink fits into
FAINT = 0.1  # of full ink: less is no part of what was drawn


def centred(ink, side=28):
    """Scale and move what was drawn, as the makers of MNIST did (LeCun et al. 1998, appendix).

    Args:
        ink: float (h, w), 0 for paper to 1 for ink: a drawing of any size, anywhere on its paper.
        side: of the image to make.

    Returns:
        float32 (side, side) in [0, 1]; all 0 where there is no ink. The longer side of the ink is `BOX` of the side
        long, with the proportions kept; the centre of mass lies on the pixel (side / 2, side / 2), or at most half a
        pixel away from it.
    """
    ink = np.asarray(ink, "float32")
    image = np.zeros((side, side), "float32")
    rows, columns = (np.flatnonzero((ink > FAINT).any(axis=axis)) for axis in (1, 0))
    if not len(rows):
        return image
    ink = ink[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    longest = round(BOX * side)
    height, width = (max(1, int(longest * length / max(ink.shape) + 0.5)) for length in ink.shape)
    small = _averages(height, ink.shape[0]) @ ink @ _averages(width, ink.shape[1]).T
    mass = small.sum()
    middle = (small.sum(axis=1) @ np.arange(height) / mass, small.sum(axis=0) @ np.arange(width) / mass)
    # Where a digit is so lopsided that it would not fit, it stays inside.
    top, left = (
        int(min(max(np.floor(side / 2 - at + 0.5), 0), side - length))
        for at, length in zip(middle, small.shape, strict=True)
    )
    image[top : top + height, left : left + width] = small
    return image.clip(0, 1)


def whole(ink, side=28):
    """The whole paper, only made smaller: what a network gets if you forget `centred`."""
    ink = np.asarray(ink, "float32")
    return (_averages(side, ink.shape[0]) @ ink @ _averages(side, ink.shape[1]).T).clip(0, 1)


def _averages(count, length):
    """A matrix (count, length) that resizes: each result is a mean over neighbours, weighted by a triangle."""
    scale = length / count
    reach = max(scale, 1.0)
    centres = (np.arange(count) + 0.5) * scale - 0.5
    weights = np.maximum(0, 1 - np.abs(centres[:, np.newaxis] - np.arange(length)) / reach)
    return (weights / weights.sum(axis=1, keepdims=True)).astype("float32")
