"""Wings: the same for all kinds of creatures."""

import numpy as np

from workshop.data.creatures.studio.canvas import between

# Red, green and blue.
WHITE, CREAM, GOLD = (248, 246, 242), (244, 226, 180), (250, 206, 96)
TINTS = np.array([WHITE, WHITE, WHITE, CREAM, GOLD], np.float32)
FEATHERS = 4
LENGTHS = 1.0, 0.96, 0.82, 0.62  # of the feathers, foremost first
# Where the foremost and the hindmost feather point, (x, y): of wings that are lifted high, and of wings held low.
HIGH, LOW = ((0.05, -1.0), (-0.75, -0.7)), ((-0.55, -1.0), (-1.0, -0.26))


class Wings:
    """Two wings: the near one in front of the body, the far one behind it."""

    def __init__(self, numbers):
        """Draw how they are held, how large they are, and their colour."""
        lift = numbers.uniform(0, 1)
        front, back = (between(high, low, lift) for high, low in zip(HIGH, LOW, strict=True))
        self._directions = []
        for index in range(FEATHERS):
            x, y = between(front, back, index / (FEATHERS - 1))
            length = np.sqrt(x * x + y * y)
            self._directions.append((x / length, y / length))
        self._length = numbers.uniform(10.2, 12.8)
        self._colour = TINTS[numbers.choice(len(TINTS))].T

    def far(self, canvas, shoulder):
        """Paint the wing on the far side; a part of it shows in front of the near one."""
        self._paint(canvas, (shoulder[0] + 1.5, shoulder[1] + 0.2), 0.9, np.float32(0.74), 1)

    def near(self, canvas, shoulder):
        """Paint the wing on the near side."""
        self._paint(canvas, shoulder, 1.0, np.float32(1), FEATHERS)

    def _paint(self, canvas, shoulder, size, light, feathers):
        for index in reversed(range(feathers)):
            (x, y), length = self._directions[index], self._length * (size * LENGTHS[index])
            tip = shoulder[0] + x * length, shoulder[1] + y * length
            feather = canvas.stroke(shoulder, tip, 0.9 * size, 0.7 * size, bulge=0.9 * size)
            shade = light * np.float32(1 - 0.06 * index)
            canvas.outlined(feather, self._colour * shade, dark=0.8)
