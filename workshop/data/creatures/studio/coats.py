"""Coats: colours and markings, which all kinds of creatures share."""

import numpy as np

from workshop.data.creatures.studio.canvas import NOWHERE, only, union, within

# Red, green and blue.
CHESTNUT, BAY, GREY = (168, 92, 44), (112, 66, 38), (146, 146, 152)
WHITE, CREAM, TAWNY, GINGER = (236, 232, 224), (232, 206, 158), (214, 160, 84), (222, 124, 50)
GREEN, LIME, BLUE, TEAL = (70, 154, 60), (150, 200, 60), (66, 112, 204), (40, 160, 160)
RED, YELLOW, PURPLE = (206, 58, 52), (240, 200, 56), (136, 84, 172)

PLAIN, PATCHES, STRIPES, BELLY = range(4)  # markings


class Coat:
    """What creatures wear.

    Attributes:
        colour: float32 (3, n), of the body.
        dark: the same in the shade, for what is farther away.
        second: float32 (3, n), of the markings: light on a dark coat, dark on a light one.
        hair: float32 (3, n), of a mane and the like.
        marking: integers (n,), one of the constants above.
    """

    def __init__(self, colours, markings, numbers):
        """Draw coats: of these colours and these markings, each as often as it is listed."""
        table = np.array(colours, np.float32)
        self.colour = table[numbers.choice(len(table))].T * numbers.uniform(0.85, 1.1).astype(np.float32)
        self.colour = np.minimum(self.colour + numbers.steps(3).astype(np.float32) * 7, 245)
        self.dark = self.colour * np.float32(0.68)
        bright = self.colour[0] + self.colour[1] + self.colour[2] > 390
        light, dark = np.array([[[238], [230], [214]], [[84], [58], [48]]], np.float32)
        self.second = np.where(bright, dark, light)
        flaxen = (numbers.choice(4) == 0) & ~bright
        self.hair = np.where(flaxen, np.array([[230], [204], [150]], np.float32), self.colour * np.float32(0.42))
        self.marking = np.array(markings)[numbers.choice(len(markings))]
        self._places = [numbers.uniform(-0.4, 0.4).astype(np.float32) for _ in range(4)]

    def paint(self, canvas, body, middle, length, depth):
        """Paint a body and its marking.

        Args:
            canvas: a `Canvas`.
            body: its distance.
            middle: the place (x, y) of its middle.
            length, depth: half of what it measures along x and y.
        """
        # Light falls from above.
        height = np.clip((canvas.y - np.float32(middle[1])) / np.float32(2.2 * depth), -1, 1)
        lit = [channel * (1 - np.float32(0.16) * height) for channel in self.colour]
        canvas.outlined(body, lit)
        inner = body + np.float32(0.45)
        here, there, up, down = self._places
        patches = union(
            canvas.disc((middle[0] + length * (here - 0.45), middle[1] + depth * up), 0.36 * length, 0.62 * depth),
            canvas.disc((middle[0] + length * (there + 0.5), middle[1] + depth * down), 0.3 * length, 0.55 * depth),
        )
        along = (canvas.x - np.float32(middle[0])) / np.float32(0.42 * length) + here
        stripes = (np.abs(along - np.floor(along) - np.float32(0.5)) - np.float32(0.2)) * np.float32(0.42 * length)
        stripes = within(stripes, canvas.y - np.float32(middle[1] + 0.3 * depth))
        belly = np.float32(middle[1] + 0.25 * depth) - canvas.y
        marks = np.where(self.marking == PATCHES, patches, NOWHERE)
        marks = np.where(self.marking == STRIPES, stripes, marks)
        marks = np.where(self.marking == BELLY, belly, marks)
        opacity = np.array([0, 1, 0.75, 0.5], np.float32)[self.marking]
        paint = np.where(self.marking == BELLY, np.float32(245), self.second)
        canvas.fill(within(marks, inner), paint, opacity)

    def socks(self, shape):
        """The part of a shape that is painted in the second colour, if the coat has patches."""
        return only(shape, self.marking == PATCHES)
