"""Data sets of 28x28 grey pictures, checked before anybody uses them.

`load("mnist")` looks in the folder named by `$WORKSHOP_DATA`, then in Keras's cache, then downloads. Where none of that
can be had, it says so and goes on with `glyphs`, digits that this computer draws. A file that is damaged, of another
shape or not the published data is refused by name; nothing is ever half-used.
"""

import hashlib
import os
import secrets
import socket
import sys
import tempfile
import threading
import urllib.request
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
    "glyphs": "ed26926c24fd9d6cb2001de11f85ddbb13e128f3185a9ca7f9011be3617e4b85",
}

GLYPHS = {"train": (60_000, 1), "test": (10_000, 2)}  # how many are drawn, from which seed
# Where Keras downloads from, and the files it makes of that below its folder `datasets`.
ORIGIN = "https://storage.googleapis.com/tensorflow/tf-keras-datasets/"
CACHED = {
    "mnist": ["mnist.npz"],
    "fashion_mnist": [
        f"fashion-mnist/{part}-ubyte.gz"
        for part in ("train-images-idx3", "train-labels-idx1", "t10k-images-idx3", "t10k-labels-idx1")
    ],
}
MAX_PICTURES = 1_000_000  # a header that promises more is a mistake or a trap; it is refused before memory is taken
DOWNLOAD_STALL_SECONDS = 30
FIRST_ANSWER_SECONDS = 5  # whoever has no network should not wait longer to be told


class DataError(Exception):
    """A data set that cannot be used; the message says which, why, and what to type next."""


class _NotHere(DataError):
    """There is nothing wrong with the data; it is not on this machine and cannot be fetched."""


class Split(NamedTuple):
    """Pictures with their labels: uint8 (n, 28, 28), 0 black to 255 white, and integers (n,) from 0 to 9."""

    images: np.ndarray
    labels: np.ndarray


class Dataset(NamedTuple("Dataset", [("train", Split), ("test", Split)])):
    """Unpacks as Keras's own data sets do: `(x_train, y_train), (x_test, y_test) = load("mnist")`.

    Attributes:
        train, test: each a `Split`.
        name: what was loaded: `"mnist"`, `"fashion_mnist"`, `"glyphs"`, `"glyphs:DejaVu Sans"`, or a file's path. It
            is not always what was asked for: see `load`.
    """

    name = ""

    def __new__(cls, train, test, name=""):
        dataset = super().__new__(cls, train, test)
        dataset.name = name
        return dataset


def load(name="mnist"):
    """Load a data set by name, or from a file.

    Args:
        name: `"mnist"`, `"fashion_mnist"`, `"glyphs"`; or `"glyphs:FONT"`, digits of a TrueType font, named as in
            `"glyphs:DejaVu Sans"` or by its path; or the path of an `.npz` file that holds the arrays `x_train` and
            `x_test` (uint8, (n, 28, 28)), `y_train` and `y_test` (integers from 0 to 9, (n,)).

    Returns:
        A `Dataset`. Where MNIST was asked for and is not to be had, two lines on stderr say so, and it is `glyphs`.

    Raises:
        DataError: the data cannot be had, or is not what it says it is.
    """
    name = str(name)
    if name.startswith("glyphs:"):
        return _draw_glyphs(name)
    if name.endswith(".npz"):
        return read_npz(Path(name))
    if name not in PUBLISHED:
        raise DataError(
            f"There is no data set called {name!r}.\n"
            f"Expected one of {', '.join(PUBLISHED)}, glyphs:FONT, or the path of an .npz file that ends in .npz."
        )
    found = _from_folder(name)
    if found:
        return found
    if name == "glyphs":
        return _draw_glyphs(name)
    try:
        return _from_keras(name)
    except _NotHere as error:
        if name != "mnist":
            raise
        why = " ".join(str(error).splitlines()[0].split())
        print(
            f"WARNING: NO MNIST. {why}\n"
            "USING GLYPHS INSTEAD: digits drawn by this computer, not MNIST's. To get MNIST, run again with a network, "
            "or set WORKSHOP_DATA to a folder that holds mnist.npz.",
            file=sys.stderr,
            flush=True,
        )
        return load("glyphs")


def read_npz(path, published=None, name=None):
    """Read the four arrays of an `.npz` file, refusing anything that is not exactly them.

    Args:
        path: the file.
        published: SHA-256 of the four arrays' bytes, where the data has one.
        name: what the `Dataset` is called; its path where None.

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
    return _dataset(arrays, name or str(path))


def batches(images, batch_size):
    """Hand pictures to `fit` in batches, in a new random order in each epoch; tell `fit` not to shuffle.

    `fit` takes arrays as well, and builds such a pipeline itself, with an autotuner that here has nothing to tune. But
    where an epoch ends, the next one often waits for it, idly, for up to two thirds of the time that the epoch took.

    Args:
        images: array (n, ...).
        batch_size: pictures in a batch; the last one of an epoch has what is left.

    Returns:
        A `tf.data.Dataset`. Its order follows from TensorFlow's global seed, which `keras.utils.set_random_seed` sets.
    """
    import tensorflow as tf  # takes seconds; whoever only loads data need not wait for it

    images = tf.convert_to_tensor(images)
    options = tf.data.Options()
    options.autotune.enabled = False
    even = len(images) % batch_size == 0  # then TensorFlow is told that all batches have one size
    chosen = tf.data.Dataset.range(len(images)).shuffle(len(images)).batch(batch_size, drop_remainder=even)
    return chosen.map(lambda indices: tf.gather(images, indices)).prefetch(2).with_options(options)


def _dataset(arrays, name):
    return Dataset(*(Split(arrays[f"x_{part}"], arrays[f"y_{part}"]) for part in ("train", "test")), name)


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
    return read_npz(path, PUBLISHED[name], name) if path.exists() else None


def _keras_cache():
    """The folder in which Keras keeps data sets."""
    return Path(os.environ.get("KERAS_HOME") or os.path.expanduser("~/.keras")) / "datasets"


def _from_keras(name):
    folder = cache = _keras_cache()
    if cache.parent.is_dir() and not os.access(cache.parent, os.W_OK):
        # Keras then neither writes nor reads there.
        cache = Path("/tmp" if os.path.isdir("/tmp") else tempfile.gettempdir(), ".keras", "datasets")
    for path in (folder / "mnist.npz", cache / "mnist.npz"):
        if name == "mnist" and path.exists():
            return read_npz(path, PUBLISHED[name], name)
    files = [cache / file for file in CACHED[name]]
    if not all(file.exists() for file in files) and (problem := _no_answer(f"{ORIGIN}{files[0].name}")):
        raise _not_here(name, cache, problem)

    import keras  # here, not above: reading a file must not cost the import of TensorFlow

    # Keras downloads without a time limit; on conference Wi-Fi that is for ever.
    previous = socket.getdefaulttimeout()
    socket.setdefaulttimeout(DOWNLOAD_STALL_SECONDS)
    try:
        (x_train, y_train), (x_test, y_test) = getattr(keras.datasets, name).load_data()
    except Exception as error:  # Keras raises a bare Exception for a network that fails
        if all(file.exists() for file in files):  # all is there, but it is not what was published
            raise DataError(
                f"{name} in Keras's cache ({cache}) is damaged: {error}\nDelete it there, then run again."
            ) from error
        raise _not_here(name, cache, error) from error
    finally:
        socket.setdefaulttimeout(previous)
    arrays = {"x_train": x_train, "y_train": y_train, "x_test": x_test, "y_test": y_test}
    if _checksum(arrays) != PUBLISHED[name]:
        raise DataError(
            f"{name} in Keras's cache ({cache}) is not the published data.\n"
            f"Delete it there, then run again to fetch it anew."
        )
    return _dataset(arrays, name)


def _not_here(name, cache, problem):
    return _NotHere(
        f"{name} is neither in $WORKSHOP_DATA ({os.environ.get('WORKSHOP_DATA') or 'not set'}) nor in Keras's"
        f" cache ({cache}), and could not be downloaded: {problem}\n"
        f"Try again with a network, or set WORKSHOP_DATA to a folder that holds {name}.npz."
    )


def _no_answer(address):
    """Say why a server does not answer; None if it does.

    A time limit on a connection does not count the search for the server's address, which without a network may take
    half a minute. So this asks in a thread that can be left behind.
    """
    problems = []

    def ask():
        try:
            head = urllib.request.Request(address, method="HEAD")
            with urllib.request.urlopen(head, timeout=FIRST_ANSWER_SECONDS):
                problems.append(None)
        except Exception as error:  # whatever it is, there is no download
            problems.append(getattr(error, "reason", None) or error)

    thread = threading.Thread(target=ask, daemon=True)
    thread.start()
    thread.join(FIRST_ANSWER_SECONDS + 1)
    return problems[0] if problems else f"no answer in {FIRST_ANSWER_SECONDS} seconds"


def _draw_glyphs(name):
    """Read `glyphs` or `glyphs:FONT` from Keras's cache; or draw it, and keep it there if that can be done."""
    from workshop.data import glyphs

    font, key = None, f"v{glyphs.VERSION}"
    try:
        if name != "glyphs":
            font = glyphs.find_font(name.removeprefix("glyphs:"))
            key += f"-{glyphs.font_key(font)[:16]}"
        path = _keras_cache() / f"workshop-glyphs-{key}.npz"
        kept = _read_kept(path, name)
        if kept:
            return kept
        total = sum(count for count, _ in GLYPHS.values())
        print(f"Drawing the {total:,} digits of {name}: some seconds, the first time only", flush=True)
        arrays = {}
        for part, (count, seed) in GLYPHS.items():
            arrays[f"x_{part}"], arrays[f"y_{part}"] = glyphs.draw(count, seed, font)
    except (ValueError, OSError) as error:
        raise DataError(
            f"{name} cannot be drawn: {error}.\n"
            'Name a font that is installed, as in --dataset "glyphs:DejaVu Sans", or the path of a .ttf file.'
        ) from error
    checksum = _checksum(arrays)
    if PUBLISHED.get(name) not in (None, checksum):
        print(f"WARNING: {name} came out otherwise than on other machines. Please report it.", file=sys.stderr)
    _keep(path, arrays, checksum)
    return _dataset(arrays, name)


def _read_kept(path, name):
    """What `_keep` wrote; None if it is not there or damaged, for it can be drawn anew."""
    try:
        with zipfile.ZipFile(path) as archive:
            checksum = archive.comment.decode("ascii")
        return read_npz(path, PUBLISHED.get(name) or checksum or "none", name)
    except (DataError, OSError, ValueError, zipfile.BadZipFile):
        return None


def _keep(path, arrays, checksum):
    """Write arrays to a cache, all or nothing. Where that is not possible, nothing is lost but time."""
    part = path.with_name(f"{path.name}.{secrets.token_hex(4)}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            with open(part, "xb") as file:
                # np.savez_compressed presses harder, which takes longer than drawing.
                with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
                    for key in ARRAYS:
                        with archive.open(f"{key}.npy", "w") as member:
                            np.lib.format.write_array(member, arrays[key], allow_pickle=False)
                    archive.comment = checksum.encode("ascii")
                file.flush()
                os.fsync(file.fileno())
            os.replace(part, path)
        finally:
            part.unlink(missing_ok=True)
    except OSError:
        pass
