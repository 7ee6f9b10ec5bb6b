"""Digits as a font has them."""

import hashlib
from pathlib import Path

import numpy as np

from workshop.data.glyphs.ink import BOX, SIZE, distortion, ink_of

FONT_SIZE = 96  # pixels of a font's em when its outlines are measured
MARGIN = 24  # pixels around an outline


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


class _Outline:
    """A digit of a font.

    Attributes:
        depth: float64 (height, width), how deep in the ink each pixel of a large image lies; below 0 outside.
        half: half the digit's height or width in that image, whichever is larger.
        pen: half the width of its thickest stroke.
    """

    def __init__(self, inked):
        """Measure a large image: bool (height, width), True where there is ink, without margin."""
        self.half = max(inked.shape) / 2
        inked = np.pad(inked, MARGIN)
        self.depth = np.empty(inked.shape)
        # The outline runs between the pixels, half a pixel from the centre of the nearest on the other side.
        self.depth[inked] = _distance(np.argwhere(inked), _edge(~inked)) - 0.5
        self.depth[~inked] = 0.5 - _distance(np.argwhere(~inked), _edge(inked))
        self.pen = float(self.depth.max())

    def draw(self, numbers, noise):
        """Draw images, as `Strokes.draw` does."""
        distort = distortion(numbers, slant=-0.1, strength=0.6)
        # Each pixel asks where in the undistorted digit it lies, so a slant works the other way round. How large the
        # distorted digit is shows only in an image, so the first one, on coarse paper with room enough, is for that.
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
        return ink_of(depth.astype(np.float32), numbers, noise)

    def _look_up(self, x, y):
        """The depth at points of the digit, -1 to 1 from its middle, between the pixels of the large image."""
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


def outlines(font):
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
