"""A canvas: where things lie on it, how they are lit, and what a camera makes of it."""

import numpy as np

SIDE = 64  # pixels
_PLACES = np.arange(SIDE) - (SIDE - 1) / 2
_ACROSS, _DOWN = np.broadcast_to(_PLACES, (SIDE, SIDE)), np.broadcast_to(_PLACES[:, np.newaxis], (SIDE, SIDE))


class View:
    """A place on the canvas, with coordinates of its own.

    Attributes:
        u, v: float64 (64, 64), each pixel's coordinates, to the right and downwards, 0 in the middle of the place.
        unit: pixels; the length of 1 in these coordinates.
    """

    def __init__(self, u, v, unit):
        self.u, self.v, self.unit = u, v, unit

    def at(self, x, y, size=1.0, turn=0.0, squeeze=1.0):
        """A place within this one.

        Args:
            x, y: its middle.
            size: how much larger things are there.
            turn: tangent of half the angle by which they are turned, clockwise.
            squeeze: how much narrower they are; below 0 mirrored.
        """
        cosine, sine = (1 - turn * turn) / (1 + turn * turn), 2 * turn / (1 + turn * turn)
        across, down = (self.u - x) / size, (self.v - y) / size
        u, v = across * cosine + down * sine, down * cosine - across * sine
        return View(u * squeeze, v, self.unit * size)


WHOLE = View(_ACROSS, _DOWN, 1.0)


class Canvas:
    """An image under way.

    Attributes:
        pixels: float64 (3, 64, 64), red, green and blue, 0 to 1.
        light: (x, y, z), of length 1: where the light comes from; z towards who looks.
        ambient: how bright a body is on the side that the light does not reach.
    """

    def __init__(self, pixels, light, ambient):
        self.pixels, self.light, self.ambient = pixels, light, ambient

    def flat(self, distance, unit, colour, share=1.0, blur=1.0):
        """Paint a shape evenly.

        Args:
            distance: float64 (64, 64), see `shapes`.
            unit: pixels; the length of 1 in it.
            colour: float64 (3, 1, 1) or (3, 64, 64).
            share: how much of what was there it covers, a number or (64, 64).
            blur: how many pixels wide its edge is.
        """
        cover = np.minimum(np.maximum(0.5 - distance * (unit / blur), 0.0), 1.0) * share
        self.pixels = self.pixels + (colour - self.pixels) * cover

    def solid(self, distance, unit, colour, depth, gloss=0.3):
        """Paint a shape as a rounded body that is lit from one side.

        Args:
            depth: pixels; further inside than that it is flat.
            gloss: how bright its highlight is, 0 to 1.
        """
        across, down = slopes(distance * unit, max(1, round(depth / 4)))
        steep = 1 - np.minimum(np.maximum(-distance * (unit / depth), 0.0), 1.0)
        up = np.sqrt(np.maximum(1 - steep * steep, 0.0))
        x, y, z = self.light
        facing = across * steep * x + down * steep * y + up * z
        lit = np.maximum(facing * 0.7 + 0.3, 0.0)  # light comes round a body, a little
        # The highlight: where the body mirrors the light towards who looks.
        half = float(np.sqrt(x * x + y * y + (z + 1) * (z + 1)))
        shine = np.maximum(across * steep * (x / half) + down * steep * (y / half) + up * ((z + 1) / half), 0.0)
        for _ in range(5):
            shine = shine * shine
        bright = self.ambient + (1.15 - self.ambient) * lit
        self.flat(distance, unit, colour * bright + shine * gloss)

    def shadow(self, distance, unit, strength, blur):
        """Darken a shape."""
        self.flat(distance, unit, self.pixels * (1 - strength), blur=blur)


def slopes(heights, reach=1):
    """How fast a surface rises to the right and downwards, per pixel, seen from `reach` pixels to either side."""
    padded = np.pad(heights, reach, mode="edge")
    here, far = slice(reach, -reach), 2 * reach
    return (padded[here, far:] - padded[here, :-far]) / far, (padded[far:, here] - padded[:-far, here]) / far


def clouds(grid):
    """Smooth patches from random numbers: float64 (rows, columns), 2 or more each -> (64, 64), of the same range."""
    rows, columns = grid.shape
    upper, down = _between(rows)
    left, across = _between(columns)
    top, bottom = grid[upper], grid[upper + 1]
    lines = top + (bottom - top) * down[:, np.newaxis]
    return lines[:, left] + (lines[:, left + 1] - lines[:, left]) * across


def blurred(pixels, share):
    """Mix each pixel with its neighbours: 0 leaves all as it is, 1 is a blur of three by three pixels."""
    for axis in (1, 2):
        padded = np.pad(pixels, [(0, 0)] + [(1, 1) if each == axis else (0, 0) for each in (1, 2)], mode="edge")
        before, after = (padded[:, :-2], padded[:, 2:]) if axis == 1 else (padded[:, :, :-2], padded[:, :, 2:])
        pixels = pixels + ((before + after + pixels) / 3 - pixels) * share
    return pixels


def _between(count):
    places = np.arange(SIDE) * ((count - 1) / SIDE)
    index = np.floor(places).astype(np.int64)
    rest = places - index
    return index, rest * rest * (3 - 2 * rest)
