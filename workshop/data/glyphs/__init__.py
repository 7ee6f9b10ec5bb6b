"""Digits drawn by this computer, for machines that have neither MNIST nor a network.

A digit is written in one of several ways, each a stroke model. A picture mixes two exemplars of a model, moves their
points, bends, slants, turns and scales the whole, and draws it with a pen of its own. With a font, its outlines take
the place of the strokes. What is done to a picture afterwards follows MNIST: at most 20x20 pixels of ink, their centre
of mass in the middle.

**The same on every machine, bit for bit.** What a library or a processor may round in its own way is not used:

- Random numbers are the raw bits of PCG64, which NumPy promises to keep. Its distributions may change.
- Arithmetic on floats is elementwise + - * / and square roots, comparisons, minimum and maximum: IEEE 754 defines each
  to the last bit. There is no sin, exp or power, for every C library has its own, and no sum, mean or matrix product,
  whose order depends on the processor. What is summed is integers.
- A picture depends on its own row of bits: not on its neighbours, nor on how the work is cut up and spread.

The outlines of a font come from Pillow and FreeType, and may change with their versions.
"""

import hashlib
import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np

VERSION = 1  # is part of the cache's name: raise it with every change of the pictures
SIZE = 28  # pixels, height and width of a picture
BOX = 20  # pixels, height and width that the ink fits

# Ways to write each digit, as (share of 100, exemplars). An exemplar is what the pen does, from 0,0 at the top left to
# 100,100: points "x,y" on a smooth curve; "!" after a point makes it a corner; ";" lifts the pen. Exemplars of one
# model have the same points in the same order, so that what lies between two of them is a digit as well.
MODELS = {
    0: [
        (50, ["50,0 20,15 5,50 20,85 50,100 80,85 95,50 80,15 48,0",
              "50,0 30,18 22,50 30,82 50,100 70,82 78,50 70,18 48,0",
              "60,8 28,8 6,45 20,85 50,100 84,82 95,42 75,6 40,3",
              "45,3 15,25 5,60 30,97 60,97 92,65 92,30 65,2 35,8",
              "64,2 34,14 12,46 12,86 36,100 66,86 88,54 90,14 60,0"]),
        (25, ["40,3 12,25 8,65 35,98 70,90 92,55 85,18 55,0 36,16",
              "52,10 20,20 6,60 30,98 66,94 94,60 90,22 62,0 30,6",
              "62,20 28,12 6,50 26,94 62,98 94,64 92,24 58,2 38,14"]),
        (15, ["50,0 20,15 5,50 20,85 50,100 80,85 95,50 80,15 48,0 40,20",
              "58,4 22,12 5,54 22,90 54,100 86,80 96,44 78,12 52,6 28,16",
              "40,8 14,30 6,62 30,96 62,96 92,66 92,30 66,6 44,10 60,26"]),
        (10, ["28,10 68,2 94,38 86,78 52,100 16,82 4,44 22,10 56,0",
              "36,4 74,10 92,46 78,84 44,100 12,76 8,38 28,6 70,0"]),
    ],
    1: [
        (84, ["50,0 50,33 50,67 50,100",
              "55,0 51,33 48,67 46,100",
              "47,0 52,35 52,70 48,100"]),
        (8, ["25,22 42,10 52,0! 52,35 52,70 50,100",
             "36,14 45,7 52,0! 50,35 50,70 50,100"]),
        (8, ["22,25 40,12 50,0! 50,50 50,98 ; 15,98 50,99 85,97",
             "32,18 42,10 52,0! 50,50 48,98 ; 25,99 50,98 75,98"]),
    ],
    2: [
        (38, ["8,22 22,4 52,0 78,18 68,48 35,75 5,98! 35,97 65,98 98,96",
              "5,14 30,4 62,2 84,15 70,45 40,72 8,95! 38,94 68,96 98,98",
              "14,28 20,8 45,0 68,14 62,46 38,74 10,97! 38,95 62,92 92,88",
              "20,24 26,6 52,0 72,16 64,44 40,70 16,94! 40,94 60,98 76,100"]),
        (34, ["10,20 28,2 60,2 76,24 62,55 35,85 12,97 3,85 18,74 45,84 70,97 98,92",
              "14,24 30,4 58,0 74,20 64,52 42,82 16,100 0,88 18,72 46,76 74,84 104,74",
              "5,14 30,2 62,4 78,20 64,50 36,80 14,95 8,90 16,82 42,88 70,94 98,90",
              "10,10 32,0 62,4 76,28 66,58 44,86 18,100 2,86 14,64 40,72 66,92 80,100",
              "18,16 34,2 58,2 70,18 62,46 44,74 20,98 6,92 20,76 50,78 84,82 116,76"]),
        (16, ["12,25 25,4 55,0 78,20 68,50 40,75 18,92 26,99 60,95 98,90",
              "8,12 35,3 68,2 82,16 66,44 38,70 14,90 22,98 58,97 96,98",
              "20,10 40,0 68,4 70,22 50,46 26,68 12,88 30,98 62,98 90,94"]),
        (12, ["8,6 45,4 84,4! 60,36 36,66 8,96! 38,97 68,98 98,98",
              "14,10 44,2 76,6! 58,36 40,62 18,92! 44,94 68,97 96,92"]),
    ],
    3: [
        (44, ["10,12 35,0 70,8 72,30 38,46! 72,54 85,76 55,99 8,90",
              "5,18 30,0 66,3 74,25 42,45! 78,50 90,74 60,99 5,92",
              "14,8 40,0 76,8 70,28 46,44! 66,52 74,78 48,99 12,94",
              "18,10 42,0 74,12 70,34 30,52! 62,54 78,72 46,98 0,94"]),
        (30, ["10,12 40,0 70,12 58,36 36,46 60,50 82,70 60,97 8,90",
              "8,16 36,0 72,8 66,32 44,44 66,48 80,72 54,98 4,94",
              "12,10 42,0 70,14 60,38 34,50 62,48 84,72 55,99 5,86",
              "20,6 52,0 78,12 66,36 50,46 66,58 72,78 44,98 2,98"]),
        (14, ["10,4! 40,3 78,5! 55,25 38,42! 70,48 86,72 60,98 8,90",
              "14,6! 45,2 84,2! 62,24 48,40! 74,46 82,74 54,98 6,94"]),
        (12, ["10,14 40,0 74,10 66,34 42,48 34,42 56,44 80,66 66,96 30,100 2,84",
              "14,10 44,0 78,12 68,36 46,52 36,46 54,46 76,68 62,96 32,100 8,90"]),
    ],
    4: [
        (40, ["18,5 12,30 5,56! 40,58 88,54 ; 75,2 70,35 66,65 62,100",
              "25,8 16,32 8,52! 40,55 70,52 ; 72,0 70,35 69,65 68,100",
              "30,2 18,28 5,54! 45,54 95,46 ; 80,10 70,38 60,68 52,100",
              "22,12 14,36 6,62! 44,64 90,66 ; 66,0 64,35 60,65 54,100"]),
        (22, ["20,5 8,35 15,58 45,58 68,46 ; 76,0 72,30 68,65 64,100",
              "22,2 10,30 12,50 40,54 78,44 ; 74,8 68,36 62,68 58,100",
              "16,8 12,30 14,46 40,50 66,46 ; 70,2 68,36 68,68 68,100"]),
        (18, ["65,0 35,30 5,62! 45,62 95,62 ; 65,0 65,35 65,65 65,100",
              "58,2 32,28 10,56! 45,58 85,56 ; 62,4 60,35 58,65 56,100",
              "54,4 30,30 4,68! 48,70 98,66 ; 60,2 60,35 58,65 60,100"]),
        (20, ["20,5 10,40 30,56 62,45 80,5! 74,35 68,70 62,100",
              "25,8 12,38 28,52 60,44 74,12! 72,40 70,70 68,100",
              "14,2 8,26 20,46 56,40 82,14! 74,42 62,70 50,100"]),
    ],
    5: [
        (40, ["25,5 20,25 15,45! 45,36 80,50 82,75 55,98 8,92 ; 25,5 55,3 92,0",
              "30,8 28,26 24,44! 48,40 74,54 74,78 48,98 8,90 ; 28,8 60,8 96,6",
              "34,6 28,24 20,40! 44,38 66,52 66,76 40,98 4,88 ; 36,8 66,4 100,0",
              "22,10 18,28 14,48! 46,40 84,52 84,80 50,100 2,92 ; 22,8 44,6 70,4",
              "24,18 18,30 14,42! 34,36 58,50 56,78 30,98 0,94 ; 24,16 60,8 104,0",
              "20,8 16,28 12,50! 40,38 90,46 92,78 60,100 10,94 ; 20,6 50,4 84,4"]),
        (35, ["90,2 60,4 28,6! 22,28 18,44! 48,38 80,54 78,82 45,99 6,90",
              "96,0 66,6 38,8! 30,26 22,42! 46,40 70,54 66,82 36,99 2,90",
              "82,4 56,4 30,4! 26,26 22,46! 52,42 82,58 80,84 48,99 12,92",
              "70,2 52,4 36,6! 28,24 18,42! 46,36 68,52 64,82 36,99 6,94",
              "106,0 62,8 28,14! 22,28 16,42! 36,36 60,52 58,80 30,98 0,92",
              "92,4 56,2 20,6! 18,26 12,50! 44,40 88,50 90,80 58,100 10,92"]),
        (25, ["88,5 58,0 30,10 22,32 45,46 72,60 75,82 45,99 8,92",
              "96,2 66,2 38,10 28,30 46,46 66,62 62,84 34,99 4,90",
              "76,6 54,0 30,12 24,36 44,48 66,62 66,86 40,99 14,92"]),
    ],
    6: [
        (55, ["70,0 40,15 15,45 8,75 30,99 65,95 80,72 60,52 30,58 12,78",
              "60,0 40,22 22,48 10,75 28,98 62,97 84,75 64,55 32,62 14,84",
              "60,0 38,25 18,55 12,80 30,100 60,98 74,82 56,68 32,74 16,88",
              "40,0 24,24 12,50 10,78 30,100 62,96 78,72 58,54 30,62 14,80"]),
        (45, ["62,0 34,20 12,50 12,82 38,100 70,88 76,64 54,54 34,68 28,90",
              "74,2 40,14 12,42 8,78 40,100 80,86 84,60 60,50 34,64 22,88",
              "56,0 34,24 14,54 12,84 34,100 62,92 72,76 54,66 34,78 26,94",
              "30,0 16,26 8,56 14,88 42,100 74,86 78,58 54,48 36,66 36,92"]),
    ],
    7: [
        (42, ["5,8 40,6 85,4! 68,35 50,68 35,100",
              "5,5 40,3 88,8! 72,28 54,60 48,100",
              "10,12 40,8 80,2! 70,34 60,68 52,100",
              "16,10 44,6 80,8! 66,36 48,68 30,100"]),
        (20, ["5,12 35,4 75,6 80,25 58,60 40,100",
              "8,20 30,6 68,2 84,14 68,52 56,100"]),
        (16, ["5,25! 10,5! 45,5 85,3! 65,40 50,70 40,100",
              "8,30! 14,10! 46,6 80,4! 70,38 62,70 56,100"]),
        (22, ["5,8 40,6 85,4! 68,35 50,68 38,100 ; 25,50 55,48 85,46",
              "8,10 40,4 82,4! 70,34 56,68 50,100 ; 30,56 58,52 92,48",
              "14,10 44,6 82,4! 66,34 54,68 46,100 ; 4,48 50,46 98,44"]),
    ],
    8: [
        (40, ["80,12 50,0 18,18 40,42 72,62 75,88 45,100 12,84 30,58 62,40 84,12",
              "72,10 48,0 24,18 42,42 66,64 66,90 44,100 22,86 34,60 60,38 74,14",
              "84,16 56,2 26,14 38,38 66,60 64,90 36,100 12,88 26,64 62,42 92,10",
              "70,20 46,4 18,16 36,40 58,62 58,88 34,100 16,86 28,62 64,34 84,0"]),
        (25, ["50,48 20,35 18,12 50,0 80,12 78,35 50,48 15,62 12,88 50,100 86,88 84,62 52,48",
              "50,44 30,32 28,10 52,0 74,12 70,34 48,46 20,64 18,90 46,100 76,88 76,62 50,46",
              "50,56 18,42 14,14 52,0 88,14 82,42 50,54 28,66 26,92 48,100 70,90 70,66 50,54"]),
        (35, ["75,8 40,2 20,22 45,45 68,65 60,95 35,98 25,75 50,48 75,24 92,4",
              "86,14 54,2 28,16 44,40 62,62 52,94 28,98 22,76 46,50 74,30 86,10",
              "78,18 46,4 12,18 36,44 60,66 52,94 30,98 24,76 48,52 76,36 84,20",
              "96,10 56,0 14,16 40,38 66,62 60,92 40,100 30,80 46,56 66,38 76,18"]),
    ],
    9: [
        (48, ["78,18 52,0 20,10 8,35 28,52 60,42 78,15! 76,45 70,75 62,100",
              "74,12 50,0 24,12 18,38 36,50 60,40 74,10! 70,42 64,72 58,100",
              "80,10 52,2 22,18 14,38 36,46 62,34 80,8! 72,40 60,72 46,100",
              "64,6 44,0 24,12 20,30 36,40 56,32 68,14! 66,42 62,72 56,100"]),
        (22, ["76,24 58,2 26,8 14,34 38,50 68,36 78,14 78,45 68,78 52,100",
              "78,16 54,0 22,12 14,36 40,46 70,30 76,20 66,48 50,76 34,100",
              "70,8 46,0 14,14 6,38 32,52 64,42 82,32 74,54 66,78 60,100"]),
        (18, ["78,20 52,0 20,10 10,35 35,52 70,38 80,15! 80,50 70,85 40,100 10,88",
              "76,14 52,0 24,10 16,36 38,48 66,38 78,12! 76,46 68,80 44,100 20,94"]),
        (12, ["60,4 34,4 12,26 16,48 44,50 76,30 92,8! 80,40 68,70 56,100",
              "70,2 36,2 8,20 12,38 42,42 74,38 88,20! 82,46 78,72 76,100"]),
    ],
}  # fmt: skip

SPACING = 3.2  # of the samples along a stroke, in the units of MODELS: 0.6 pixels, finer than the thinnest pen
NUMBERS = 100  # 16-bit random numbers of a picture; divisible by 4; the model with the most points takes 95
BATCH = 128  # pictures drawn at once: what they need then fits a processor's cache. It changes no picture.
FONT_SIZE = 96  # pixels of a font's em when its outlines are measured
MARGIN = 24  # pixels around an outline


def draw(count, seed, font=None, threads=None):
    """Draw digits.

    Args:
        count: how many. The first of them are the same, however many follow.
        seed: an integer from 0. Other seeds give other pictures.
        font: the path of a TrueType or OpenType font; None for handwriting.
        threads: how many work at it; where None one for each processor, up to 8. It changes no picture.

    Returns:
        `(images, labels)`: uint8 (count, 28, 28), 0 black paper to 255 white ink, and uint8 (count,), 0 to 9, in
        random order and about equally often.

    Raises:
        ValueError: the font cannot be read, or has no digits.
    """
    styles = _outlines(font) if font else _strokes()
    bits, noise = _bits(count, seed)
    labels = ((bits[:, 0].astype(np.int64) * 10) >> 16).astype(np.uint8)
    percent = (bits[:, 1].astype(np.int64) * 100) >> 16
    images = np.empty((count, SIZE, SIZE), np.uint8)
    jobs = []
    for digit, ways in enumerate(styles):
        low = 0
        for share, style in ways:
            chosen = np.flatnonzero((labels == digit) & (percent >= low) & (percent < low + share))
            jobs += [(style, chosen[first : first + BATCH]) for first in range(0, len(chosen), BATCH)]
            low += share

    def work(job):
        style, chosen = job
        images[chosen] = style.draw(_Numbers(bits[chosen, 2:]), noise[chosen])

    # NumPy gives up Python's lock while it computes, so that threads are enough.
    with ThreadPoolExecutor(threads or min(os.cpu_count() or 1, 8)) as pool:
        for _ in pool.map(work, jobs):
            pass
    return images, labels


def _bits(count, seed):
    """Random bits for each picture: uint16 (count, NUMBERS), and for each of its pixels: uint8 (count, 28, 28)."""
    numbers = np.random.PCG64([seed, 0]).random_raw(count * NUMBERS // 4)
    pixels = np.random.PCG64([seed, 1]).random_raw(count * SIZE * SIZE // 8)
    # "<u8" is a word with its low byte first, on every machine.
    numbers, pixels = (words.astype("<u8", copy=False) for words in (numbers, pixels))
    return numbers.view("<u2").reshape(count, NUMBERS), pixels.view(np.uint8).reshape(count, SIZE, SIZE)


class _Numbers:
    """Random numbers of some pictures, dealt one after another; each picture's come from its own row of bits."""

    def __init__(self, bits):
        self._columns = bits.T.astype(np.int64)
        self._dealt = 0

    def _deal(self, count):
        self._dealt += count
        return self._columns[self._dealt - count : self._dealt]

    def choice(self, count):
        """Integers (pictures,) from 0 to count - 1, evenly."""
        return (self._deal(1)[0] * count) >> 16

    def uniform(self, low, high):
        """Float64 (pictures,) from low to high, evenly."""
        return low + (high - low) * ((self._deal(1)[0] + 0.5) / 65536)

    def around(self, middle, deviation):
        """Float64 (pictures,) around a middle, like the sum of two dice: never more than 2.45 deviations away."""
        return middle + self.steps(1)[0] * deviation

    def steps(self, count):
        """Float64 (count, pictures) around 0 with deviation 1, like the sum of two dice."""
        dice = self._deal(2 * count)
        return (dice[::2] + dice[1::2] - 65535) * (2.449489742783178 / 65536)


class _Strokes:
    """One way to write a digit.

    Attributes:
        exemplars: float64 (points, 2, exemplars), in the units of `MODELS`.
        neighbours, weights: (samples, 4): sample k of the curve is the sum of weights[k, i] * points[neighbours[k, i]].
    """

    def __init__(self, texts):
        parsed = [_parse(text) for text in texts]
        pieces = parsed[0][1]
        if any(other != pieces for _, other in parsed):
            raise ValueError(f"These exemplars differ in points, corners or strokes: {texts}")
        self.exemplars = np.array([points for points, _ in parsed], dtype=float).transpose(1, 2, 0)
        neighbours, weights = [], []
        for first, last in pieces:
            for start in range(first, last):
                dx, dy = self.exemplars[start + 1] - self.exemplars[start]
                steps = max(1, round(float(np.sqrt(dx * dx + dy * dy).max()) / SPACING))
                for step in range(steps + (start + 1 == last)):
                    neighbours.append([max(start - 1, first), start, start + 1, min(start + 2, last)])
                    weights.append(_catmull_rom(step / steps, start == first, start + 1 == last))
        self.neighbours, self.weights = np.array(neighbours), np.array(weights)

    def draw(self, numbers, noise):
        """Draw pictures.

        Args:
            numbers: a `_Numbers` of n pictures.
            noise: uint8 (n, 28, 28).

        Returns:
            uint8 (n, 28, 28).
        """
        # The path of the pen, (samples, n).
        count = self.exemplars.shape[2]
        one, other, mix = numbers.choice(count), numbers.choice(count), numbers.uniform(-0.2, 1.2)
        points = self.exemplars[:, :, one] * (1 - mix) + self.exemplars[:, :, other] * mix
        points += numbers.steps(2 * len(points)).reshape(points.shape) * numbers.uniform(1, 5)
        x = y = 0.0
        for i in range(4):
            x = x + points[self.neighbours[:, i], 0] * self.weights[:, i, None]
            y = y + points[self.neighbours[:, i], 1] * self.weights[:, i, None]

        # A pen that comes down late and goes up early leaves out the ends: they repeat the nearest sample drawn.
        samples = len(x)
        first, last = numbers.uniform(-0.06, 0.06) * samples, numbers.uniform(0.92, 1.04) * samples
        drawn = np.clip(np.arange(samples)[:, None], first.astype(int), np.minimum(last.astype(int), samples) - 1)
        x, y = np.take_along_axis(x, drawn, axis=0), np.take_along_axis(y, drawn, axis=0)
        x, y = _distortion(numbers)((x - 50) / 50, (y - 50) / 50)

        radius = 0.75 + 1.7 * numbers.uniform(0, 1) * numbers.uniform(0.3, 1)
        left, right, top, bottom = x.min(axis=0), x.max(axis=0), y.min(axis=0), y.max(axis=0)
        scale = (BOX - numbers.uniform(0, 1) - 2 * radius) / np.maximum(right - left, bottom - top)
        x = (x - (left + right) / 2) * scale + (SIZE - 1) / 2 + numbers.uniform(-0.5, 0.5)
        y = (y - (top + bottom) / 2) * scale + (SIZE - 1) / 2 + numbers.uniform(-0.5, 0.5)

        # A hand presses more here and less there, and a nib is seldom round.
        along = (np.arange(samples) * (2 / samples) - 1)[:, None]
        width = radius * (1 + numbers.around(0, 0.12) * along + numbers.around(0, 0.1) * (along * along - 0.33))
        nib = numbers.around(0, 0.1)
        return _ink(_depth(x, y, width * (1 + nib), width * (1 - nib), radius), numbers, noise)


def _strokes():
    return [[(share, _Strokes(texts)) for share, texts in MODELS[digit]] for digit in range(10)]


def _parse(text):
    """Read an exemplar: its points, and its smooth pieces as (first, last) among them."""
    points, pieces = [], []
    for stroke in text.split(";"):
        first = len(points)
        for token in stroke.split():
            points.append([int(number) for number in token.rstrip("!").split(",")])
            if token.endswith("!") and len(points) - 1 > first:
                pieces.append((first, len(points) - 1))
                first = len(points) - 1
        pieces.append((first, len(points) - 1))
    return points, pieces


def _catmull_rom(t, at_start, at_end):
    """Weights of four points in a row, at t from 0 to 1 between the middle two; the curve begins and ends straight."""
    before, here = t * (t * (2 - t) - 1) / 2, (t * t * (3 * t - 5) + 2) / 2
    there, after = t * (t * (4 - 3 * t) + 1) / 2, t * t * (t - 1) / 2
    if at_start:  # as if there were a point before, 2 * here - there
        before, here, there = 0.0, here + 2 * before, there - before
    if at_end:
        here, there, after = here - after, there + 2 * after, 0.0
    return before, here, there, after


def _distortion(numbers, slant=0.15, strength=1.0):
    """A function (x, y) -> (x, y) that bends smoothly, then widens, slants and turns; x and y lie around 0, -1 to 1."""
    bend = numbers.steps(8) * (0.11 * strength)
    wide, slant = numbers.around(0.92, 0.19 * strength), numbers.around(slant, 0.25 * strength)
    # A rotation without sine and cosine, from the tangent of half its angle.
    half = numbers.around(0, 0.1 * strength)
    cosine, sine = (1 - half * half) / (1 + half * half), 2 * half / (1 + half * half)

    def distort(x, y):
        u, v = np.clip(x, -1.3, 1.3), np.clip(y, -1.3, 1.3)  # further out the bends would fold the paper
        uu, uv, vv = u * u, u * v, v * v
        x = x + bend[0] * vv + bend[1] * uv + bend[2] * uu + bend[3] * v * vv
        y = y + bend[4] * vv + bend[5] * uv + bend[6] * uu + bend[7] * v * (vv - 1)
        x = x * wide - y * slant
        return cosine * x - sine * y, sine * x + cosine * y

    return distort


def _depth(x, y, reach_x, reach_y, radius):
    """How deep in the ink of a stroke each pixel's centre lies, in pixels.

    Args:
        x, y: float64 (samples, n), the path of the pen, in pixels.
        reach_x, reach_y: float64 (samples, n), how far ink reaches from there.
        radius: float64 (n,), their typical value.

    Returns:
        float32 (28, 28, n), below 0 outside. With the pictures along the last axis a processor has long runs.
    """
    x, y, radius = x.astype(np.float32), y.astype(np.float32), radius.astype(np.float32)
    per_x, per_y = (1 / reach_x).astype(np.float32), (1 / reach_y).astype(np.float32)
    line = np.arange(SIZE, dtype=np.float32)[:, None]
    nearest = np.full((SIZE, SIZE, x.shape[1]), 1e6, np.float32)
    distance = np.empty_like(nearest)
    for k in range(len(x)):
        across, down = (line - x[k]) * per_x[k], (line - y[k]) * per_y[k]
        np.add((down * down)[:, None], across * across, out=distance)
        np.minimum(nearest, distance, out=nearest)
    return (1 - np.sqrt(nearest, out=nearest)) * radius


def _ink(depth, numbers, noise):
    """Turn depth in the ink, float32 (28, 28, n), into pictures with soft, rough edges: uint8 (n, 28, 28)."""
    softness, roughness = numbers.uniform(0.7, 1.4).astype(np.float32), numbers.uniform(0, 0.25).astype(np.float32)
    grey = depth / softness + np.float32(0.5)
    grey += (noise.transpose(1, 2, 0).astype(np.float32) - np.float32(127.5)) * (roughness / 128)
    grey = np.clip(grey, 0, 1) * 255 + np.float32(0.5)
    return _centre(grey.astype(np.uint8).transpose(2, 0, 1))


def _centre(images):
    """Move pictures by whole pixels to where their centre of mass is in pixel (14, 14), as in MNIST; no ink is lost."""
    index = np.arange(SIZE)
    sources = []
    for other in (2, 1):
        weight = images.sum(axis=other, dtype=np.int64)  # of each row, then of each column
        mass, moment = np.maximum(weight.sum(axis=1), 1), (weight * index).sum(axis=1)
        first, last = (weight > 0).argmax(axis=1), SIZE - 1 - (weight > 0)[:, ::-1].argmax(axis=1)
        shift = np.clip(SIZE // 2 - (2 * moment + mass) // (2 * mass), -first, SIZE - 1 - last)
        sources.append((index - shift[:, None]) % SIZE)
    rows, columns = sources
    return images[np.arange(len(images))[:, None, None], rows[:, :, None], columns[:, None, :]]


class _Outline:
    """A digit of a font.

    Attributes:
        depth: float64 (height, width), how deep in the ink each pixel of a large picture lies; below 0 outside.
        half: half the digit's height or width in that picture, whichever is larger.
        pen: half the width of its thickest stroke.
    """

    def __init__(self, inked):
        """Measure a large picture: bool (height, width), True where there is ink, without margin."""
        self.half = max(inked.shape) / 2
        inked = np.pad(inked, MARGIN)
        self.depth = np.empty(inked.shape)
        # The outline runs between the pixels, half a pixel from the centre of the nearest on the other side.
        self.depth[inked] = _distance(np.argwhere(inked), _edge(~inked)) - 0.5
        self.depth[~inked] = 0.5 - _distance(np.argwhere(~inked), _edge(inked))
        self.pen = float(self.depth.max())

    def draw(self, numbers, noise):
        """Draw pictures, as `_Strokes.draw` does."""
        distort = _distortion(numbers, slant=-0.1, strength=0.6)
        # Each pixel asks where in the undistorted digit it lies, so a slant works the other way round. How large the
        # distorted digit is shows only in a picture, so the first one, on coarse paper with room enough, is for that.
        paper = (np.arange(33) - 16) / 8
        across, down = np.broadcast_to(paper[:, None], (33, 33, 1)), np.broadcast_to(paper[:, None, None], (33, 33, 1))
        inked = self._look_up(*distort(across, down)) > -self.half / 16
        left, right = np.where(inked, across, 9).min(axis=(0, 1)), np.where(inked, across, -9).max(axis=(0, 1))
        top, bottom = np.where(inked, down, 9).min(axis=(0, 1)), np.where(inked, down, -9).max(axis=(0, 1))
        size = np.maximum(right - left, bottom - top)

        pen = self.pen * BOX / (size * self.half)
        bolder = np.minimum(pen * numbers.uniform(-0.4, 0.9), 1.2)
        scale = (BOX - numbers.uniform(0, 3) - 2 * bolder) / size
        line = np.arange(SIZE)[:, None] - (SIZE - 1) / 2
        across = (line - numbers.uniform(-0.5, 0.5)) / scale + (left + right) / 2
        down = (line - numbers.uniform(-0.5, 0.5)) / scale + (top + bottom) / 2
        depth = self._look_up(*distort(across[None], down[:, None])) * (scale / self.half) + bolder
        return _ink(depth.astype(np.float32), numbers, noise)

    def _look_up(self, x, y):
        """The depth at points of the digit, -1 to 1 from its middle, between the pixels of the large picture."""
        height, width = self.depth.shape
        x, y = x * self.half + (width - 1) / 2, y * self.half + (height - 1) / 2
        x, y = np.clip(x, 0, width - 1.001), np.clip(y, 0, height - 1.001)
        column, row = x.astype(np.int64), y.astype(np.int64)
        x, y = x - column, y - row
        index = row * width + column
        flat = self.depth.ravel()
        upper = flat[index] * (1 - x) + flat[index + 1] * x
        lower = flat[index + width] * (1 - x) + flat[index + width + 1] * x
        return upper * (1 - y) + lower * y


def _distance(points, others):
    """Distance from each of some points to the nearest of others: integers (n, 2), (m, 2) -> float64 (n,)."""
    nearest = np.full(len(points), 1 << 30)
    for other in others:
        away = points - other
        np.minimum(nearest, away[:, 0] * away[:, 0] + away[:, 1] * away[:, 1], out=nearest)
    return np.sqrt(nearest)


def _edge(inked):
    """Those pixels of the ink that have paper beside them."""
    edge = np.zeros_like(inked)
    edge[1:] |= ~inked[:-1]
    edge[:-1] |= ~inked[1:]
    edge[:, 1:] |= ~inked[:, :-1]
    edge[:, :-1] |= ~inked[:, 1:]
    return np.argwhere(edge & inked)


def _outlines(font):
    """The ten digits of a font, each in one style."""
    from PIL import Image, ImageDraw, ImageFont

    try:
        face = ImageFont.truetype(str(font), FONT_SIZE, layout_engine=ImageFont.Layout.BASIC)
    except OSError as error:
        raise ValueError(f"{font} is not a font that can be read ({error})") from error

    def inked(character):
        paper = Image.new("L", (4 * FONT_SIZE, 4 * FONT_SIZE))
        ImageDraw.Draw(paper).text((FONT_SIZE, FONT_SIZE), character, fill=255, font=face)
        ink = np.asarray(paper) > 127
        rows, columns = np.flatnonzero(ink.any(axis=1)), np.flatnonzero(ink.any(axis=0))
        return ink[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1] if len(rows) else ink[:0]

    missing = inked("\uffff")  # no character: shows what the font draws, often a box, for what it does not have
    digits = [inked(str(digit)) for digit in range(10)]
    for digit, ink in enumerate(digits):
        if not ink.size or np.array_equal(ink, missing) or np.array_equal(ink, digits[digit - 1]):
            raise ValueError(f"{font} has no digit {digit}")
    return [[(100, _Outline(ink))] for ink in digits]


def font_key(font):
    """A text that differs where a font, or what draws it, differs: hexadecimal, 64 characters."""
    from PIL import __version__, features

    return hashlib.sha256(
        f"Pillow {__version__}, FreeType {features.version('freetype2')}: ".encode() + Path(font).read_bytes()
    ).hexdigest()


def find_font(name):
    """Find a font by its path or, through Matplotlib, by its name.

    Args:
        name: such as `"DejaVu Sans"`, which comes with Matplotlib, or `"fonts/Some.ttf"`.

    Returns:
        The `Path` of its file.

    Raises:
        ValueError: there is no such font.
    """
    path = Path(name).expanduser()
    if path.is_file():
        return path
    if path.suffix.lower() in (".ttf", ".otf", ".ttc"):
        raise ValueError(f"there is no file {path}")
    from matplotlib import font_manager

    try:
        if name:
            return Path(font_manager.findfont(font_manager.FontProperties(family=[name]), fallback_to_default=False))
    except ValueError:
        pass
    raise ValueError(f"no font called {name!r} is installed")
