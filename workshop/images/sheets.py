"""Sheets of images side by side, and films of sheets.

Images are float (n, h, w, 1), grey, or (n, h, w, 3), red, green and blue, in [-1, 1]: the range of a generator's tanh.
"""

import numpy as np

from workshop.images.words import described, of_images

SMALL = 64  # pixels: images of up to this height and width are shown at twice their size


def to_bytes(images):
    """Turn images into bytes, as data sets have them: 0 black, 255 white.

    Args:
        images: (n, h, w, 1) or (n, h, w, 3) in [-1, 1]; what lies beyond is cut off.

    Returns:
        uint8 (n, h, w) or (n, h, w, 3).

    Raises:
        ValueError: another shape.
    """
    images = np.asarray(images, dtype="float32")
    if images.ndim != 4 or images.shape[-1] not in (1, 3):
        raise ValueError(f"expected images of shape (n, h, w, 1) or (n, h, w, 3), got {images.shape}")
    if images.shape[-1] == 1:
        images = images[..., 0]
    return np.clip(np.rint((images + 1) * 127.5), 0, 255).astype("uint8")


def each_class(noise, classes):
    """Inputs for a sheet of a conditional generator: a row for each noise vector, a column for each class.

    Args:
        noise: (rows, latent_dim), an array or a tensor.
        classes: integers (columns,), in the order of the columns; or how many there are, from 0 on.

    Returns:
        `[noise, labels]`: float32 (rows * columns, latent_dim) and int32 (rows * columns,), row after row. All images
        of a row are of the same noise. `sheet` and `film` show them with so many `columns`.
    """
    classes = np.arange(classes) if np.ndim(classes) == 0 else np.asarray(classes)
    noise = np.asarray(noise, dtype="float32")
    return [noise.repeat(len(classes), axis=0), np.tile(classes.astype("int32"), len(noise))]


def sheet(path, images, columns=10):
    """Write images side by side.

    Args:
        path: the file to write, a PNG by its name.
        images: (n, h, w, 1) or (n, h, w, 3) in [-1, 1].
        columns: images in a row.
    """
    _sheet(images, columns).save(path, pnginfo=described(f"A sheet: {of_images(to_bytes(images), columns)}."))


def film(path, frames, columns=10, seconds=10):
    """Write an animated GIF.

    Args:
        path: the GIF to write.
        frames: list of images (n, h, w, 1) or (n, h, w, 3) in [-1, 1]; a frame shows all n.
        columns: images in a row.
        seconds: how long it takes before it begins again; the last frame stays for two more.
    """
    sheets = [_sheet(frame, columns) for frame in frames]
    durations = [1000 * seconds // len(sheets)] * len(sheets)
    durations[-1] += 2000
    first, last = (of_images(to_bytes(frames[which]), columns) for which in (0, -1))
    shows = f"A film of {len(sheets)} sheets. The first: {first}. The last: {last}."
    sheets[0].save(path, save_all=True, append_images=sheets[1:], duration=durations, loop=0, comment=shows.encode())


def _sheet(images, columns, gap=2):
    """A Pillow image of a sheet."""
    from PIL import Image

    images = to_bytes(images)
    rows = -(-len(images) // columns)
    height, width = (side + gap for side in images.shape[1:3])
    paper = np.full((rows * height + gap, columns * width + gap, *images.shape[3:]), 64, dtype="uint8")
    for index, image in enumerate(images):
        row, column = divmod(index, columns)
        top, left = row * height + gap, column * width + gap
        paper[top : top + height - gap, left : left + width - gap] = image
    scale = 2 if max(images.shape[1:3]) <= SMALL else 1
    return Image.fromarray(paper.repeat(scale, axis=0).repeat(scale, axis=1))
