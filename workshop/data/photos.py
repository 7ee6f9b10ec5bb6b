"""Image files from anywhere, as arrays of the shape that an exercise works with."""

import os
import warnings
from concurrent.futures import ThreadPoolExecutor

import numpy as np

FORMATS = ("JPEG", "PNG", "BMP", "GIF", "WEBP")
MOST_PIXELS = 64_000_000  # 192 MB in memory; eight files are read at once


def read_photos(paths, shape):
    """Read images in threads, and yield `(image, None)` or `(None, what is wrong)` of each, in their order.

    A caller that does not want all of them closes the generator, which then waits only for those being read.
    """

    def read(path):
        try:
            return read_photo(path, shape), None
        except ValueError as error:
            return None, " ".join(str(error).split())

    # Pillow warns of oddities in files that it reads all the same; and it gives up Python's lock while it reads.
    with warnings.catch_warnings(), ThreadPoolExecutor(min(os.cpu_count() or 1, 8)) as pool:
        warnings.simplefilter("ignore")
        try:
            yield from pool.map(read, paths)
        finally:
            pool.shutdown(wait=False, cancel_futures=True)


def read_photo(path, shape):
    """Read an image: upright, its middle square (or what the shape is like), on white where it is transparent.

    Args:
        path: of a JPEG, PNG, BMP, GIF or WebP file, whatever its name ends in. Of an animation the first image counts.
        shape: (h, w) for grey, or (h, w, 3) for colour.

    Returns:
        uint8 of that shape.

    Raises:
        ValueError: says what is wrong with the file, in words that follow its name and a colon.
    """
    from PIL import Image, ImageOps, UnidentifiedImageError  # here, not above: who reads no folder need not wait for it

    mode = "RGB" if len(shape) == 3 else "L"
    height, width = shape[:2]
    try:
        with Image.open(path, formats=FORMATS) as image:
            image.draft(mode, (2 * width, 2 * height))  # a JPEG of a camera is then read at an eighth of its size
            across, down = image.size
            if across * down > MOST_PIXELS:
                raise ValueError(f"it has {across} x {down} pixels; at most {MOST_PIXELS:,} are read")
            upright = ImageOps.exif_transpose(image)
            return np.array(ImageOps.fit(_plain(upright, mode), (width, height), Image.Resampling.LANCZOS))
    except UnidentifiedImageError as error:
        raise ValueError("it is no JPEG, PNG, BMP, GIF or WebP image") from error
    except Image.DecompressionBombError as error:
        raise ValueError(f"it has too many pixels; at most {MOST_PIXELS:,} are read") from error
    except PermissionError as error:
        raise ValueError("you may not read it") from error
    except ValueError:
        raise
    except Exception as error:  # a file can be broken in many ways, and Pillow raises as many exceptions
        raise ValueError(f"it is damaged or cut short ({error})") from error


def _plain(image, mode):
    """An image without transparency, of mode RGB or L."""
    from PIL import Image

    if image.mode.startswith("I") or image.mode == "F":  # 16 bits; Pillow would cut off instead of scaling down
        deep = np.clip(np.asarray(image, dtype=np.float64), 0, 65535)
        image = Image.fromarray((deep / 257).astype(np.uint8))
    if image.has_transparency_data:
        image = image.convert("RGBA")
        image = Image.alpha_composite(Image.new("RGBA", image.size, "white"), image)
    return image.convert(mode)
