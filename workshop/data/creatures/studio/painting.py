"""Painting many creatures, in threads."""

import os
from concurrent.futures import ThreadPoolExecutor

import numpy as np

from workshop.data.creatures.studio import scenes
from workshop.data.creatures.studio.canvas import SIDE, Canvas
from workshop.data.creatures.studio.coats import Coat
from workshop.data.creatures.studio.wings import Wings
from workshop.data.numbers import Numbers

NUMBERS = 60  # 16-bit random numbers of an image
BATCH = 64  # images painted at once: what they need then fits a processor's cache. It changes no image.


def paint(kinds, chosen, winged, bits, noise, threads=None):
    """Paint creatures.

    Args:
        kinds: a list of `Kind`.
        chosen: integers (n,), which of them each image shows.
        winged: bool (n,), which have wings.
        bits: uint16 (n, NUMBERS).
        noise: uint8 (n, 32, 32), of the grain.
        threads: how many work at it; where None one for each processor, up to 8. It changes no image.

    Returns:
        uint8 (n, 32, 32, 3).

    Raises:
        ValueError: one of a kind that has no shoulder is to have wings.
    """
    images = np.empty((len(chosen), SIDE, SIDE, 3), np.uint8)
    jobs = []
    for number, kind in enumerate(kinds):
        for wings in (False, True):
            places = np.flatnonzero((chosen == number) & (winged == wings))
            jobs += [(kind, wings, places[first : first + BATCH]) for first in range(0, len(places), BATCH)]

    def work(job):
        kind, wings, places = job
        images[places] = _painted(kind, wings, Numbers(bits[places]), noise[places])

    # NumPy gives up Python's lock while it computes, so that threads are enough.
    with ThreadPoolExecutor(threads or min(os.cpu_count() or 1, 8)) as pool:
        for _ in pool.map(work, jobs):
            pass
    return images


def _painted(kind, winged, numbers, noise):
    if winged and not kind.shoulder:
        raise ValueError(f"a {kind.paint.__name__} has no place where wings could grow")
    count = len(noise)
    canvas = Canvas(count)
    ground = numbers.uniform(27.0, 30.5)
    scenes.paint(canvas, numbers, ground)
    facing, size = numbers.choice(2) * 2 - 1, numbers.uniform(*kind.sizes)
    column = (SIDE - 1) / 2 + numbers.uniform(-1.5, 1.5) - facing * size * kind.middle
    coat = Coat(kind.colours, kind.markings, numbers)
    wings = Wings(numbers)
    canvas.stand(column, ground, size, facing)
    canvas.fill(canvas.disc((kind.middle - 0.5, 0.1), 9.0, 0.9), (30, 34, 40), 0.35)  # its shadow
    parts = kind.paint(canvas, coat, numbers)
    next(parts)
    if winged:
        wings.far(canvas, kind.shoulder)
    next(parts, None)
    if winged:
        wings.near(canvas, kind.shoulder)
    grain = (noise.transpose(1, 2, 0).astype(np.float32) - np.float32(127.5)) * np.float32(1 / 64)
    image = np.clip(canvas.image + grain, 0, 255)
    return np.floor(image + np.float32(0.5)).astype(np.uint8).transpose(3, 1, 2, 0)
