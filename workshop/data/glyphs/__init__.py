"""Digits drawn by this computer, for machines that have neither MNIST nor a network.

A digit is written in one of several ways, each a stroke model. An image mixes two exemplars of a model, moves their
points, bends, slants, turns and scales the whole, and draws it with a pen of its own. With a font, its outlines take
the place of the strokes. What is done to an image afterwards follows MNIST: at most 20x20 pixels of ink, their centre
of mass in the middle.

All images come out the same on every machine, bit for bit; `workshop.data.numbers` says by which rules. The outlines of
a font come from Pillow and FreeType, and may change with their versions.
"""

from workshop.data.glyphs.drawing import draw
from workshop.data.glyphs.fonts import find_font, font_key

__all__ = ["VERSION", "draw", "find_font", "font_key", "variant"]

VERSION = 1  # is part of the cache's name: raise it with every change of the images


def variant(font):
    """The arguments of `draw` for a font, named as in `find_font`, and a text that differs where its images differ.

    Raises:
        ValueError, OSError: there is no such font, or it cannot be read.
    """
    path = find_font(font)
    return {"font": path}, font_key(path)[:16]
