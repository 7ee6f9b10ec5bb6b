"""Data sets in `.npz` files: read with care, for anybody may have made them; written all or nothing."""

import hashlib
import math
import os
import secrets
import zipfile
import zlib

import numpy as np

from workshop.data.catalogue import DEFAULT
from workshop.data.datasets import DataError, Dataset, Split

ARRAYS = ("x_train", "y_train", "x_test", "y_test")
# A header that promises more is a mistake or a trap; it is refused before memory is taken.
MAX_IMAGES = 1_000_000
MAX_BYTES = 2**30
SIDES = 16, 256  # pixels: the height and the width of images whose shape nobody demands
MAX_CLASSES = 1000


def read_npz(path, shape=None, classes=None, published=None, name=None):
    """Read the four arrays of an `.npz` file, refusing anything that is not exactly them.

    Args:
        path: the file, a `Path`.
        shape: the shape that an image must have, (h, w) or (h, w, 3); where None it may be any whose sides lie within
            `SIDES`.
        classes: names of the classes; the labels must lie below their number. Where None there are as many as the
            training images have, numbered.
        published: SHA-256 of the four arrays' bytes, where the data has one.
        name: what the `Dataset` is called; its path where None.

    Raises:
        DataError: names the file and what is wrong with it.
    """

    def refuse(why, then="Replace the file, or name another data set with --dataset."):
        raise DataError(f"{path} is refused: {why}.\n{then}")

    if not path.exists():
        raise DataError(f"There is no file {path}.\nCheck the path, or use --dataset {DEFAULT}.")
    arrays = {}
    try:
        with zipfile.ZipFile(path) as archive:
            missing = [key for key in ARRAYS if f"{key}.npy" not in archive.namelist()]
            if missing:
                refuse(f"it has no array called {missing[0]}; it needs {', '.join(ARRAYS)}")
            for key in ARRAYS:
                with archive.open(f"{key}.npy") as member:
                    problem = _header_problem(key, member, shape)
                if problem:
                    refuse(f"{key} {problem}")
                with archive.open(f"{key}.npy") as member:
                    arrays[key] = np.lib.format.read_array(member, allow_pickle=False)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, MemoryError, NotImplementedError) as error:
        refuse(f"it is damaged or cut short ({error})")
    train, test = arrays["x_train"].shape, arrays["x_test"].shape
    if train[1:] != test[1:]:
        refuse(f"x_train has shape {train} and x_test has shape {test}; their images must have one shape")
    limit = len(classes) if classes else MAX_CLASSES
    for part in ("train", "test"):
        images, labels = arrays[f"x_{part}"], arrays[f"y_{part}"]
        if len(images) != len(labels):
            refuse(f"x_{part} has {len(images)} pictures and y_{part} has {len(labels)} labels")
        if labels.min() < 0 or labels.max() >= limit:
            refuse(f"y_{part} has labels from {labels.min()} to {labels.max()}; they must lie from 0 to {limit - 1}")
        if not classes and part == "train":  # nothing can learn a class that only the test has
            limit = int(labels.max()) + 1
    if published and checksum(arrays) != published:
        refuse(
            "its pictures or labels are not the published ones",
            "Delete the file, then run again to fetch it once more.",
        )
    return dataset(arrays, name or str(path), classes or map(str, range(limit)))


def dataset(arrays, name, classes):
    """A `Dataset` of the four arrays."""
    return Dataset(*(Split(arrays[f"x_{part}"], arrays[f"y_{part}"]) for part in ("train", "test")), name, classes)


def checksum(arrays):
    """SHA-256 over the bytes of the four arrays, hexadecimal."""
    digest = hashlib.sha256()
    for key in ARRAYS:
        digest.update(np.ascontiguousarray(arrays[key]))
    return digest.hexdigest()


def write_npz(path, arrays, beside=None):
    """Write the four arrays to a file, with their checksum as the archive's comment, all or nothing.

    Args:
        path: the file, a `Path`; its folder is made where it is missing.
        arrays: `{name: array}`.
        beside: `{name: text}`, what else the archive holds; `read_npz` does not look at it.

    Raises:
        OSError: it cannot be written.
    """
    part = path.with_name(f"{path.name}.{secrets.token_hex(4)}.part")
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with open(part, "xb") as file:
            # np.savez_compressed presses harder, which takes longer than drawing.
            with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
                for key in ARRAYS:
                    with archive.open(f"{key}.npy", "w") as member:
                        np.lib.format.write_array(member, arrays[key], allow_pickle=False)
                for name, text in (beside or {}).items():
                    archive.writestr(name, text)
                archive.comment = checksum(arrays).encode("ascii")
            file.flush()
            os.fsync(file.fileno())
        os.replace(part, path)
    finally:
        part.unlink(missing_ok=True)


def _header_problem(key, member, wanted):
    """Say what is wrong with an array from its header alone, before a byte of it is loaded; None if nothing is."""
    version = np.lib.format.read_magic(member)
    read = np.lib.format.read_array_header_1_0 if version == (1, 0) else np.lib.format.read_array_header_2_0
    shape, _, dtype = read(member)
    if dtype.hasobject:
        return "holds pickled Python objects, which could run code"
    if key.startswith("x_"):
        if dtype != np.uint8:
            return f"has dtype {dtype}; expected uint8"
        if wanted and shape[1:] != tuple(wanted):
            return f"has shape {shape}; expected (n, {', '.join(map(str, wanted))})"
        if not wanted and not _sane(shape):
            low, high = SIDES
            return f"has shape {shape}; expected (n, h, w) or (n, h, w, 3), with h and w from {low} to {high}"
    else:
        if dtype.kind not in "iu":
            return f"has dtype {dtype}; expected integers"
        if len(shape) != 1:
            return f"has shape {shape}; expected (n,)"
    if not 1 <= shape[0] <= MAX_IMAGES:
        return f"has {shape[0]} entries; expected 1 to {MAX_IMAGES}"
    if math.prod(shape) * dtype.itemsize > MAX_BYTES:
        return f"has shape {shape}, which are more than {MAX_BYTES:,} bytes"
    return None


def _sane(shape):
    low, high = SIDES
    return (len(shape) == 3 or (len(shape) == 4 and shape[3] == 3)) and all(low <= side <= high for side in shape[1:3])
