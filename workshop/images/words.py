"""What an image shows, in words: written into its file, for pages and for readers who cannot see it.

In a PNG it is the text "Description", which is a keyword of the format; in a GIF the comment.
"""

import numpy as np

ALIKE = 8  # of 255: images whose pixels deviate by less look the same


def described(text):
    """What Pillow's `save(pnginfo=)` takes to write a description into a PNG."""
    from PIL.PngImagePlugin import PngInfo

    told = PngInfo()
    told.add_text("Description", text)
    return told


def describe(path, text):
    """Write into a PNG that another library made what it shows."""
    from PIL import Image

    with Image.open(path) as image:
        image.save(path, pnginfo=described(text))


def course(values):
    """How a curve goes, such as "goes from 0.4 to 0.05, its lowest"."""
    values = np.asarray(values, dtype="float64")
    if not len(values):
        return "has no points"
    if not np.isfinite(values).all():
        return f"is no longer a number, from point {np.flatnonzero(~np.isfinite(values))[0] + 1} on"
    first, last, low, high = values[0], values[-1], values.min(), values.max()
    told = f"goes from {first:.3g} to {last:.3g}"
    if last == low < first:
        return f"{told}, its lowest"
    if last == high > first:
        return f"{told}, its highest"
    return f"{told}, between {low:.3g} and {high:.3g}"


def of_images(images, columns):
    """What numbers tell about a sheet of images, in words: uint8 (n, h, w) or (n, h, w, 3)."""
    count, height, width = images.shape[:3]
    kind = "colour images" if images.ndim == 4 else "grey images"
    bright = f"{np.mean(images > 127):.0%} of their pixels are brighter than half"
    spread = np.std(images.astype("float32"), axis=0).mean()
    alike = "they are nearly all the same" if spread < ALIKE else f"a pixel deviates by {spread:.0f} of 255 among them"
    if count == 1:
        return f"a {kind[:-1]} of {height} by {width} pixels; {bright}"
    return f"{count} {kind} of {height} by {width} pixels, {min(columns, count)} in a row; {bright}, {alike}"
