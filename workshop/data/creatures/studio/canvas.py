"""Canvases: shapes with soft edges, painted one over the other, on many images at once.

A shape is its signed distance: how far each pixel's centre lies outside of it, below 0 within. With the images along
the last axis a processor has long runs. A number of a shape is a float, the same for all images, or an array (n,).
"""

import numpy as np

SIDE = 32  # pixels, height and width of an image
NOWHERE = np.float32(99)  # a distance that no paint reaches
PIXELS = np.arange(SIDE, dtype=np.float32)[:, np.newaxis]


class Canvas:
    """Some images, and where on them a creature stands.

    Attributes:
        image: float32 (3, 32, 32, n), 0 to 255: red, green and blue.
        x, y: float32 (1, 32, n) and (32, 1, n), each pixel's place as the creature counts: its size is 1, it looks
            along x, and y points down.
    """

    def __init__(self, count):
        self.image = np.zeros((3, SIDE, SIDE, count), np.float32)
        self.stand(*np.zeros((2, count)), *np.ones((2, count)))

    def stand(self, column, row, size, facing):
        """From now on, place (0, 0) is at this pixel, `size` pixels are 1, and x points right or, for -1, left."""
        column, row, size, facing = (each.astype(np.float32) for each in (column, row, size, facing))
        self.x = ((PIXELS - column) * (facing / size))[np.newaxis]
        self.y = ((PIXELS - row) / size)[:, np.newaxis]
        self.size = size

    def fill(self, distance, colour, opacity=1.0):
        """Paint a shape: a pixel at its edge takes as much of the colour as of it lies within, nearly.

        Args:
            distance: float32 (32, 32, n), or what spreads to it.
            colour: three numbers for all images, or float32 (3, n), or one for each pixel (3, 32, 32, n).
            opacity: 0 to 1.
        """
        share = np.clip(np.float32(0.5) - distance * self.size, 0, 1)
        if not np.isscalar(opacity) or opacity != 1.0:
            share = share * np.asarray(opacity, np.float32)
        for channel, each in zip(self.image, colour, strict=True):
            channel += (np.asarray(each, np.float32) - channel) * share

    def outlined(self, distance, colour, dark=0.65):
        """Paint a shape with a line of its own, darker colour around it, which sets it off from anything behind it."""
        self.fill(distance - np.float32(0.3), [channel * np.float32(dark) for channel in colour])
        self.fill(distance + np.float32(0.45), colour)

    def stroke(self, start, end, width, end_width=None, bulge=0.0):
        """The distance to a stroke with round ends: a leg, a neck, a feather.

        Args:
            start, end: places (x, y).
            width, end_width: from its middle line to its edge, at the start and at the end.
            bulge: how much wider it is half way than so.
        """
        start, end = ([np.asarray(each, np.float32) for each in place] for place in (start, end))
        width = np.asarray(width, np.float32)
        narrowing = np.asarray(width if end_width is None else end_width, np.float32) - width
        over, down = end[0] - start[0], end[1] - start[1]
        whole = over * over + down * down
        x, y = self.x - start[0], self.y - start[1]
        along = np.clip(x * (over / whole) + y * (down / whole), 0, 1)
        x, y = x - along * over, y - along * down
        radius = width + along * narrowing
        if np.any(bulge):
            radius += along * (1 - along) * np.asarray(4 * bulge, np.float32)
        return np.sqrt(x * x + y * y) - radius

    def disc(self, place, radius, height=None):
        """The distance to a disc, or, with a height of its own, nearly that to an ellipse."""
        x, y = self.x - np.asarray(place[0], np.float32), self.y - np.asarray(place[1], np.float32)
        radius = np.asarray(radius, np.float32)
        if height is None:
            return np.sqrt(x * x + y * y) - radius
        height = np.asarray(height, np.float32)
        x, y = x / radius, y / height
        return (np.sqrt(x * x + y * y) - 1) * np.minimum(radius, height)


def union(*shapes):
    """The distance to several shapes as one."""
    nearest = shapes[0]
    for shape in shapes[1:]:
        nearest = np.minimum(nearest, shape)
    return nearest


def within(shape, *others):
    """The distance to the part of a shape that lies in all of the others, too."""
    for other in others:
        shape = np.maximum(shape, other)
    return shape


def between(one, other, share):
    """The place at a share of the way, 0 to 1, from one to the other."""
    return tuple(a + (b - a) * share for a, b in zip(one, other, strict=True))


def only(shape, chosen):
    """The shape on the images that are chosen, bool (n,); on the others nothing."""
    return np.where(chosen, shape, NOWHERE)
