"""Digits as a pen writes them."""

import numpy as np

from workshop.data.glyphs.ink import BOX, SIZE, depth_in_stroke, distortion, ink_of
from workshop.data.glyphs.models import MODELS

SPACING = 3.2  # of the samples along a stroke, in the units of MODELS: 0.6 pixels, finer than the thinnest pen


class Strokes:
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
        """Draw images.

        Args:
            numbers: a `Numbers` of n images.
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
        x, y = distortion(numbers)((x - 50) / 50, (y - 50) / 50)

        radius = 0.75 + 1.7 * numbers.uniform(0, 1) * numbers.uniform(0.3, 1)
        left, right, top, bottom = x.min(axis=0), x.max(axis=0), y.min(axis=0), y.max(axis=0)
        scale = (BOX - numbers.uniform(0, 1) - 2 * radius) / np.maximum(right - left, bottom - top)
        x = (x - (left + right) / 2) * scale + (SIZE - 1) / 2 + numbers.uniform(-0.5, 0.5)
        y = (y - (top + bottom) / 2) * scale + (SIZE - 1) / 2 + numbers.uniform(-0.5, 0.5)

        # A hand presses more here and less there, and a nib is seldom round.
        along = (np.arange(samples) * (2 / samples) - 1)[:, None]
        width = radius * (1 + numbers.around(0, 0.12) * along + numbers.around(0, 0.1) * (along * along - 0.33))
        nib = numbers.around(0, 0.1)
        return ink_of(depth_in_stroke(x, y, width * (1 + nib), width * (1 - nib), radius), numbers, noise)


def strokes():
    return [[(share, Strokes(texts)) for share, texts in MODELS[digit]] for digit in range(10)]


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
