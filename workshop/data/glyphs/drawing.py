"""Drawing many digits, in threads."""

import os
from concurrent.futures import ThreadPoolExecutor

import numpy as np

from workshop.data.glyphs.fonts import outlines
from workshop.data.glyphs.ink import SIZE
from workshop.data.glyphs.strokes import strokes
from workshop.data.numbers import Numbers, random_bits

NUMBERS = 100  # 16-bit random numbers of an image; the stroke model with the most points takes 95
BATCH = 128  # images drawn at once: what they need then fits a processor's cache. It changes no image.


def draw(count, seed, font=None, threads=None):
    """Draw digits.

    Args:
        count: how many. The first of them are the same, however many follow.
        seed: an integer from 0. Other seeds give other images.
        font: the path of a TrueType or OpenType font; None for handwriting.
        threads: how many work at it; where None one for each processor, up to 8. It changes no image.

    Returns:
        `(images, labels)`: uint8 (count, 28, 28), 0 black paper to 255 white ink, and uint8 (count,), 0 to 9, in
        random order and about equally often.

    Raises:
        ValueError: the font cannot be read, or has no digits.
    """
    styles = outlines(font) if font else strokes()
    bits, noise = random_bits(count, seed, NUMBERS, (SIZE, SIZE))
    labels = ((bits[:, 0].astype(np.int64) * len(styles)) >> 16).astype(np.uint8)
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
        images[chosen] = style.draw(Numbers(bits[chosen, 2:]), noise[chosen])

    # NumPy gives up Python's lock while it computes, so that threads are enough.
    with ThreadPoolExecutor(threads or min(os.cpu_count() or 1, 8)) as pool:
        for _ in pool.map(work, jobs):
            pass
    return images, labels
