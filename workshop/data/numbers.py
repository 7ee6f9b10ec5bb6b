"""Random numbers for drawn data sets: the same on every machine, bit for bit.

What a library or a processor may round in its own way is not used, here and in what draws with these numbers:

- Random numbers are the raw bits of PCG64, which NumPy promises to keep. Its distributions may change.
- Arithmetic on floats is elementwise + - * / and square roots, comparisons, minimum and maximum: IEEE 754 defines each
  to the last bit. There is no sin, exp or power, for every C library has its own, and no sum, mean or matrix product,
  whose order depends on the processor. What is summed is integers.
- An image depends on its own row of bits: not on its neighbours, nor on how the work is cut up and spread.
"""

import math

import numpy as np


def random_bits(count, seed, numbers, shape):
    """Draw the bits that images are made from.

    Args:
        count: how many images. The first of them get the same bits, however many follow.
        seed: an integer from 0.
        numbers: how many random numbers an image needs; divisible by 4.
        shape: of an image; the number of its values is divisible by 8.

    Returns:
        `(numbers, noise)`: uint16 (count, numbers), of which `Numbers` makes random numbers, and uint8 (count, *shape).
    """
    words = np.random.PCG64([seed, 0]).random_raw(count * numbers // 4)
    noise = np.random.PCG64([seed, 1]).random_raw(count * math.prod(shape) // 8)
    # "<u8" is a word with its low byte first, on every machine.
    words, noise = (raw.astype("<u8", copy=False) for raw in (words, noise))
    return words.view("<u2").reshape(count, numbers), noise.view(np.uint8).reshape(count, *shape)


class Numbers:
    """Random numbers of some images, dealt one after another; each image's come from its own row of bits."""

    def __init__(self, bits):
        self._columns = bits.T.astype(np.int64)
        self._dealt = 0

    def _deal(self, count):
        self._dealt += count
        return self._columns[self._dealt - count : self._dealt]

    def choice(self, count):
        """Integers (images,) from 0 to count - 1, evenly."""
        return (self._deal(1)[0] * count) >> 16

    def uniform(self, low, high):
        """Float64 (images,) from low to high, evenly."""
        return low + (high - low) * ((self._deal(1)[0] + 0.5) / 65536)

    def around(self, middle, deviation):
        """Float64 (images,) around a middle, like the sum of two dice: never more than 2.45 deviations away."""
        return middle + self.steps(1)[0] * deviation

    def steps(self, count):
        """Float64 (count, images) around 0 with deviation 1, like the sum of two dice."""
        dice = self._deal(2 * count)
        return (dice[::2] + dice[1::2] - 65535) * (2.449489742783178 / 65536)
