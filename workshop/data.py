"""Data sets of 28x28 grey pictures, checked before anybody uses them.

`load("mnist")` looks in the folder named by `$WORKSHOP_DATA`, then in Keras's cache, then downloads. A file that is
damaged, of another shape or not the published data is refused by name; nothing is ever half-used.
"""

import hashlib
import os
import socket
import zipfile
import zlib
from pathlib import Path
from typing import NamedTuple

import numpy as np

ARRAYS = ("x_train", "y_train", "x_test", "y_test")

# SHA-256 over the bytes of the four arrays in the order above. The arrays are verified, not their container: two zip
# files with the same pictures differ in time stamps.
PUBLISHED = {
    "mnist": "06b0d1f124c4e5fa796686ade41a9b778edacc8622f2195a352ef479ad44fc16",
    "fashion_mnist": "ca3ab2a37f845e1b8ae23cab1b51749a3011ba3bf1d9016176d75cbaabac376f",
}

MAX_PICTURES = 1_000_000  # a header that promises more is a mistake or a trap; it is refused before memory is taken
DOWNLOAD_STALL_SECONDS = 30


class DataError(Exception):
    """A data set that cannot be used; the message says which, why, and what to type next."""


class Split(NamedTuple):
    """Pictures with their labels: uint8 (n, 28, 28), 0 black to 255 white, and integers (n,) from 0 to 9."""

    images: np.ndarray
    labels: np.ndarray


class Dataset(NamedTuple):
    """Unpacks as Keras's own data sets do: `(x_train, y_train), (x_test, y_test) = load("mnist")`."""

    train: Split
    test: Split


def load(name="mnist"):
    """Load a data set by name, or from a file.

    Args:
        name: `"mnist"`, `"fashion_mnist"`, or the path of an `.npz` file that holds the arrays `x_train` and `x_test`
            (uint8, (n, 28, 28)), `y_train` and `y_test` (integers from 0 to 9, (n,)).

    Returns:
        A `Dataset`.

    Raises:
        DataError: the data cannot be had, or is not what it says it is.
    """
    name = str(name)
    if name.endswith(".npz"):
        return read_npz(Path(name))
    if name not in PUBLISHED:
        raise DataError(
            f"There is no data set called {name!r}.\n"
            f"Expected one of {', '.join(PUBLISHED)}, or the path of an .npz file that ends in .npz."
        )
    return _from_folder(name) or _from_keras(name)


def read_npz(path, published=None):
    """Read the four arrays of an `.npz` file, refusing anything that is not exactly them.

    Args:
        path: the file.
        published: SHA-256 of the four arrays' bytes, where the data has one.

    Raises:
        DataError: names the file and what is wrong with it.
    """

    def refuse(why, then="Replace the file, or name another data set with --dataset."):
        raise DataError(f"{path} is refused: {why}.\n{then}")

    if not path.exists():
        raise DataError(f"There is no file {path}.\nCheck the path, or use --dataset mnist.")
    arrays = {}
    try:
        with zipfile.ZipFile(path) as archive:
            missing = [key for key in ARRAYS if f"{key}.npy" not in archive.namelist()]
            if missing:
                refuse(f"it has no array called {missing[0]}; it needs {', '.join(ARRAYS)}")
            for key in ARRAYS:
                with archive.open(f"{key}.npy") as member:
                    problem = _header_problem(key, member)
                if problem:
                    refuse(f"{key} {problem}")
                with archive.open(f"{key}.npy") as member:
                    arrays[key] = np.lib.format.read_array(member, allow_pickle=False)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, MemoryError, NotImplementedError) as error:
        refuse(f"it is damaged or cut short ({error})")
    for part in ("train", "test"):
        images, labels = arrays[f"x_{part}"], arrays[f"y_{part}"]
        if len(images) != len(labels):
            refuse(f"x_{part} has {len(images)} pictures and y_{part} has {len(labels)} labels")
        if labels.min() < 0 or labels.max() > 9:
            refuse(f"y_{part} has labels from {labels.min()} to {labels.max()}; they must lie from 0 to 9")
    if published and _checksum(arrays) != published:
        refuse("its pictures or labels are not the published ones", "Delete the file, then run again to fetch it anew.")
    return Dataset(Split(arrays["x_train"], arrays["y_train"]), Split(arrays["x_test"], arrays["y_test"]))


def _header_problem(key, member):
    """Say what is wrong with an array from its header alone, before a byte of it is loaded; None if nothing is."""
    version = np.lib.format.read_magic(member)
    read = np.lib.format.read_array_header_1_0 if version == (1, 0) else np.lib.format.read_array_header_2_0
    shape, _, dtype = read(member)
    if dtype.hasobject:
        return "holds pickled Python objects, which could run code"
    if key.startswith("x_"):
        if dtype != np.uint8:
            return f"has dtype {dtype}; expected uint8"
        if len(shape) != 3 or shape[1:] != (28, 28):
            return f"has shape {shape}; expected (n, 28, 28)"
    else:
        if dtype.kind not in "iu":
            return f"has dtype {dtype}; expected integers"
        if len(shape) != 1:
            return f"has shape {shape}; expected (n,)"
    if not 1 <= shape[0] <= MAX_PICTURES:
        return f"has {shape[0]} entries; expected 1 to {MAX_PICTURES}"
    return None


def _checksum(arrays):
    digest = hashlib.sha256()
    for key in ARRAYS:
        digest.update(np.ascontiguousarray(arrays[key]))
    return digest.hexdigest()


def _from_folder(name):
    folder = os.environ.get("WORKSHOP_DATA")
    if not folder:
        return None
    path = Path(folder) / f"{name}.npz"
    return read_npz(path, PUBLISHED[name]) if path.exists() else None


def _from_keras(name):
    home = Path(os.environ.get("KERAS_HOME", Path.home() / ".keras"))
    cached = home / "datasets" / "mnist.npz"
    if name == "mnist" and cached.exists():
        return read_npz(cached, PUBLISHED[name])

    import keras  # here, not above: reading a file must not cost the import of TensorFlow

    # Keras downloads without a time limit; on conference Wi-Fi that is for ever.
    previous = socket.getdefaulttimeout()
    socket.setdefaulttimeout(DOWNLOAD_STALL_SECONDS)
    try:
        (x_train, y_train), (x_test, y_test) = getattr(keras.datasets, name).load_data()
    except Exception as error:  # Keras raises a bare Exception for a network that fails
        raise DataError(
            f"{name} is neither in $WORKSHOP_DATA ({os.environ.get('WORKSHOP_DATA') or 'not set'}) nor in Keras's"
            f" cache ({home / 'datasets'}), and could not be downloaded: {error}\n"
            f"Try again with a network, or set WORKSHOP_DATA to a folder that holds {name}.npz."
        ) from error
    finally:
        socket.setdefaulttimeout(previous)
    arrays = {"x_train": x_train, "y_train": y_train, "x_test": x_test, "y_test": y_test}
    if _checksum(arrays) != PUBLISHED[name]:
        raise DataError(
            f"{name} in Keras's cache ({home / 'datasets'}) is not the published data.\n"
            f"Delete it there, then run again to fetch it anew."
        )
    return Dataset(Split(x_train, y_train), Split(x_test, y_test))
