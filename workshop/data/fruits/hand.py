"""The random numbers of one image."""

import numpy as np

from workshop.data.numbers import Numbers


class Hand(Numbers):
    """The `Numbers` of a single image, dealt as plain numbers, with an error when none are left."""

    def __init__(self, bits):
        """Take the bits of an image: uint16 (numbers,)."""
        super().__init__(bits[np.newaxis])

    def choice(self, count):
        """An integer from 0 to count - 1."""
        return int(super().choice(count)[0])

    def uniform(self, low, high):
        """A float from low to high."""
        return float(super().uniform(low, high)[0])

    def around(self, middle, deviation):
        """A float around a middle, never more than 2.45 deviations away."""
        return float(super().around(middle, deviation)[0])

    def chance(self, share):
        """True in this share of the cases."""
        return self.uniform(0, 1) < share

    def one_of(self, options):
        """One of a sequence's items."""
        return options[self.choice(len(options))]

    def grid(self, rows, columns):
        """Float64 (rows, columns) from 0 to 1."""
        return (self._deal(rows * columns)[:, 0].reshape(rows, columns) + 0.5) / 65536

    def colour(self, options, spread=0.06):
        """A colour between two of some, a little off: float64 (3, 1, 1), red, green and blue, 0 to 1.

        Args:
            options: colours as in "d22730", two hexadecimal digits each for red, green and blue.
            spread: how far off.
        """
        one, other = (rgb(self.one_of(options)) for _ in range(2))
        mixed = one + (other - one) * self.uniform(0, 0.6)
        light = self.around(1, spread)
        off = np.array([self.around(0, spread / 2) for _ in range(3)]).reshape(3, 1, 1)
        return np.minimum(np.maximum(mixed * light + off, 0.0), 1.0)


def rgb(text):
    """A colour from six hexadecimal digits: float64 (3, 1, 1), 0 to 1."""
    return np.array([int(text[i : i + 2], 16) / 255 for i in (0, 2, 4)]).reshape(3, 1, 1)
