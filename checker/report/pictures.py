"""Small images of an answer that checks keep: PNG as text, in which form they travel in a report.

They come out of a learner's worker as arrays. What is written and shown is always a file that was made here of these.
"""

import base64
import io
import re

from checker.report.reading import Malformed, expect_kind

MOST_SIDE = 128  # pixels
LONGEST = 4 * (MOST_SIDE * MOST_SIDE * 3 + 10_000) // 3  # characters; what cannot be compressed grows a little
BASE64 = re.compile(r"[A-Za-z0-9+/]+={0,2}")


def encode(image):
    """An image as text.

    Args:
        image: uint8 (h, w) or (h, w, 3), at most 128 pixels a side.

    Returns:
        A PNG in base64.

    Raises:
        ValueError: it is no such image.
    """
    from PIL import Image

    if image.dtype != "uint8" or image.shape[2:] not in ((), (3,)) or not 0 < max(image.shape[:2]) <= MOST_SIDE:
        raise ValueError(f"expected uint8 (h, w) or (h, w, 3) of at most {MOST_SIDE} pixels a side, got {image.shape}")
    file = io.BytesIO()
    Image.fromarray(image).save(file, "PNG", optimize=True)
    return base64.b64encode(file.getvalue()).decode("ascii")


def read(found):
    """The images of a report's `{exercise: {name: text}}`, a `checker.report.reading.Reader`.

    Raises:
        Malformed: one of them is not what `encode` gives.
    """
    return {
        exercise: {name: _expect(text, f"report.pictures.{exercise}.{name}") for name, text in images.items()}
        for exercise, images in found.items(dict).items()
    }


def url(text):
    """An image as a page takes it."""
    return f"data:image/png;base64,{text}"


def _expect(text, place):
    expect_kind(text, str, place)
    if len(text) > LONGEST or not BASE64.fullmatch(text):
        raise Malformed(f"{place}: expected a PNG in base64, of at most {LONGEST:,} characters")
    return text
