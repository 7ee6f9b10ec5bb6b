"""Images as pages show them: how wide, in words for readers who cannot see them, and as a still if they move.

What an image shows was written into its file when it was drawn (`workshop.images.words`).
"""

import base64
import io
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

KINDS = (".png", ".gif")
LEGIBLE = 280  # pixels of the page: what is narrower is enlarged
SMALL = 128  # pixels: up to this width an image is of pixels, which enlarging must not blur
TALLEST = 900  # pixels: what is higher scrolls in a frame of its own


@dataclass(frozen=True)
class Picture:
    """An image on a page.

    Attributes:
        title: the file's name without its ending.
        url: relative to the page, or its bytes.
        alt: what one sees.
        width, height: in pixels.
        still: the last frame of a film, as a URL; "" for an image that does not move.
        look: what to look for in it, as markup; "" where nobody says.
    """

    title: str
    url: str
    alt: str
    width: int
    height: int
    still: str = ""
    look: str = ""

    @property
    def is_small(self):
        return self.width <= SMALL

    @property
    def shown(self):
        """The width on a page, in pixels: its own, or a multiple of it."""
        return self.width * -(-LEGIBLE // self.width) if self.width < LEGIBLE else self.width

    @property
    def is_tall(self):
        return self.height * self.shown / self.width > TALLEST


def picture(path, inside, look="", embedded=False):
    """An image's file as a `Picture`.

    Args:
        path: of a PNG or GIF.
        inside: the folder of the page, in which it lies, at any depth.
        look: what to look for, as markup.
        embedded: put its bytes into the page, for a page that may travel alone.
    """
    import numpy as np
    from PIL import Image

    from workshop.images.words import of_images

    path = Path(path)
    with Image.open(path) as image:
        width, height = image.size
        told = image.info.get("Description") or image.info.get("comment") or ""
        frames = getattr(image, "n_frames", 1)
        still = ""
        if not told:
            pixels = np.asarray(image.convert("L" if image.mode in ("1", "L", "I", "I;16", "F") else "RGB"))
            told = f"{path.name}: {of_images(pixels[np.newaxis], 1)}"
        if frames > 1:
            image.seek(frames - 1)
            last = io.BytesIO()
            image.convert("RGB").save(last, "PNG", optimize=True)
            still = _url(last.getvalue(), "png")
    alt = told.decode("utf-8", "replace") if isinstance(told, bytes) else told
    # The time tells a browser that a file of the same name is another one.
    url = f"{quote(path.relative_to(inside).as_posix())}?{path.stat().st_mtime_ns // 1_000_000}"
    return Picture(
        path.stem.replace("_", " "),
        _url(path.read_bytes(), path.suffix[1:]) if embedded else url,
        alt,
        width,
        height,
        still,
        look,
    )


def pictures(folder, inside, looks, embedded=False):
    """The images that lie in a run folder, as `Picture`s: the judge's card, those of `looks` in its order, the others.

    Args:
        folder: of the run.
        inside: the folder of the page.
        looks: `{file name: markup}`, what to look for in an image.
        embedded: put their bytes into the page.
    """
    order = ["card.png", *looks]
    paths = sorted(
        (path for path in Path(folder).iterdir() if path.suffix in KINDS),
        key=lambda path: (order.index(path.name) if path.name in order else len(order), path.name),
    )
    found = []
    for path in paths:
        try:
            found.append(picture(path, inside, looks.get(path.name, ""), embedded))
        except OSError:  # half written, by somebody else
            continue
    return found


def _url(content, kind):
    return f"data:image/{kind};base64,{base64.b64encode(content).decode('ascii')}"
