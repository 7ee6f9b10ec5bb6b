"""Data sets of images, checked before anybody uses them.

`load("mnist")` looks in the folder named by `$WORKSHOP_DATA`, then in Keras's cache, then downloads. Where none of that
can be had, it says so and goes on with `glyphs`, digits that this computer draws. A file that is damaged, of another
shape or not the published data is refused by name; nothing is ever half-used. A folder of anybody's photos is a data
set as well.
"""

import os
import sys
from pathlib import Path

from workshop.data import downloads, drawn, folders
from workshop.data.catalogue import CATALOGUE, DEFAULT, Drawn, choices, find
from workshop.data.datasets import DataError, Dataset, NotHereError, Split
from workshop.data.npz import read_npz
from workshop.data.pipeline import batches

__all__ = ["CATALOGUE", "DEFAULT", "DataError", "Dataset", "Split", "batches", "choices", "load", "read_npz"]


def load(name=DEFAULT, like=None):
    """Load a data set by name, or from a file.

    Args:
        name: a name of the catalogue, such as `"mnist"`, `"fashion_mnist"` or `"glyphs"`; or `"glyphs:FONT"`, digits of
            a TrueType font, named as in `"glyphs:DejaVu Sans"` or by its path; or the path of an `.npz` file that holds
            the arrays `x_train` and `x_test` (uint8, (n, h, w) or (n, h, w, 3)), `y_train` and `y_test` (integers from
            0, (n,)); or the path of a folder that has one for each class in it, named as the class, with its images.
        like: a name of the catalogue: the images must have the shape of its images, and the labels no further classes.
            None where the caller can use any. Images of a folder are given that shape; where None, (64, 64, 3).

    Returns:
        A `Dataset`. Where MNIST was asked for and is not to be had, two lines on stderr say so, and it is `glyphs`.

    Raises:
        DataError: the data cannot be had, or is not what it says it is, or not like what is wanted.
    """
    name = str(name)
    wanted = CATALOGUE[like] if like else None
    entry = find(name)
    if entry is None and name.endswith(".npz"):
        return read_npz(Path(name), *((wanted.shape, wanted.classes) if wanted else ()))
    if entry and folders.is_one(name):
        print(
            f"NOTE: this is {name}, the data set. For your folder of that name, type --dataset .{os.sep}{name}",
            file=sys.stderr,
            flush=True,
        )
    entry = entry or folders.entry(name, wanted.shape if wanted else folders.SHAPE)
    if entry is None:
        raise DataError(
            f"There is no data set called {name!r}, and no folder.\n"
            f"Expected one of {', '.join(choices(like))}, the path of an .npz file that ends in .npz, or that of a"
            " folder with a folder of images for each class."
        )
    if wanted and not wanted.suits(entry):
        if entry.shape != wanted.shape:
            why = f"its images have shape {entry.shape}; expected {wanted.shape}"
        else:
            why = f"it has {len(entry.classes)} classes; expected at most {len(wanted.classes)}"
        raise DataError(
            f"{name} is refused: {why}.\nName another data set with --dataset: {', '.join(choices(like))}, a file or a"
            " folder."
        )
    if isinstance(entry.source, folders.Folder):
        return folders.fetch(entry)
    found = _from_folder(name)
    if found:
        return found
    if isinstance(entry.source, Drawn):
        return drawn.fetch(name)
    try:
        return downloads.fetch(name)
    except NotHereError as error:
        if not entry.source.instead:
            raise
        why, instead = " ".join(str(error).splitlines()[0].split()), entry.source.instead
        print(
            f"WARNING: NO {name.upper()}. {why}\n"
            f"USING {instead.upper()} INSTEAD: {CATALOGUE[instead].source.what} drawn by this computer, not"
            f" {name.upper()}'s. To get {name.upper()}, run again with a network, or set WORKSHOP_DATA to a folder that"
            f" holds {name}.npz.",
            file=sys.stderr,
            flush=True,
        )
        return load(instead)


def _from_folder(name):
    """A data set of the catalogue from the folder that `$WORKSHOP_DATA` names; None where it is not there."""
    folder = os.environ.get("WORKSHOP_DATA")
    path = Path(folder or "", f"{name}.npz")
    if not folder or name not in CATALOGUE or not path.exists():
        return None
    entry = CATALOGUE[name]
    return read_npz(path, entry.shape, entry.classes, entry.checksum, name)
