"""A folder as a data set: one folder in it for each class, named as the class, with its images.

All that is decided here follows from the names of folders and files, never from the order in which a file system tells
them: labels follow the names of the classes, and which images are for the test follows from a hash of their names.
"""

import contextlib
import hashlib
import json
import os
import stat
import sys
import time
import unicodedata
import zipfile
from pathlib import Path
from typing import NamedTuple

import numpy as np

from workshop.data.catalogue import Entry
from workshop.data.datasets import DataError
from workshop.data.downloads import keras_cache
from workshop.data.npz import MAX_BYTES, MAX_CLASSES, MAX_IMAGES, dataset, read_npz, write_npz
from workshop.data.photos import read_photos

VERSION = 1  # is part of the cache's name: raise it with every change of what is made of a folder
SHAPE = (64, 64, 3)  # where nobody says what the images have to be like
LEAST = 2  # images of a class: one to learn from, and one for the test
TESTED = 5  # one of so many is for the test
NAMED = 8  # files that are left out are named one by one, up to so many
LITTER = "thumbs.db", "desktop.ini"
TOLD = "told.json"  # in the cache, beside the arrays
PATIENCE = 5  # seconds between two lines that say how far it is


class File(NamedTuple):
    """A file of a class.

    Attributes:
        kind: the class's name, and the folder's.
        path: where it is, a text.
        state: its size in bytes and when it was last changed, in nanoseconds.
    """

    kind: str
    path: str
    state: tuple[int, int]

    @property
    def name(self):
        """Class and file name, as one reads them."""
        return f"{self.kind}/{_readable(os.path.basename(self.path))}"


class Folder(NamedTuple):
    """A folder of class folders, as it was found.

    Attributes:
        name: the folder, as it was typed.
        kinds: the names of the class folders, in their order, the empty ones as well.
        files: a tuple of `File`, in the order of their names.
    """

    name: str
    kinds: tuple[str, ...]
    files: tuple[File, ...]


def entry(name, shape):
    """What the catalogue would say of a folder, an `Entry`; None where there is no folder of this name.

    Raises:
        DataError: it is no folder of class folders.
    """
    path = Path(name).expanduser()
    if not name.strip() or not os.path.isdir(path):
        return None
    try:
        kinds, loose = _visible(path, os.DirEntry.is_dir), _visible(path, os.DirEntry.is_file)
        files = [
            File(_readable(kind.name), file.path, (file.stat().st_size, file.stat().st_mtime_ns))
            for kind in kinds
            for file in _visible(kind.path, os.DirEntry.is_file)
        ]
        deeper = [kind.name for kind in kinds if _visible(kind.path, os.DirEntry.is_dir)]
    except OSError as error:
        raise DataError(f"{name} cannot be read: {error}.\nSee to it that you may read all folders in it.") from error
    as_in = f"as in {Path(name, 'apple', '1.jpg')} and {Path(name, 'pear', '1.jpg')}"
    if not kinds:
        there = f"only files ({len(loose):,})" if loose else "nothing"
        _refuse(name, f"there are no folders in it, {there}", f"Make one for each class, with its images, {as_in}.")
    if not files and deeper:
        inner = Path(name, deeper[0])
        _refuse(name, "the folders in it hold further folders, and no files", f"Name one of them, as {inner}.")
    classes = tuple(sorted({file.kind for file in files}))
    if len(classes) < 2:
        has = f"only {classes[0]} has files" if classes else "its folders are empty"
        _refuse(name, f"{has}", f"It needs two classes or more, each a folder with its images, {as_in}.")
    if len(classes) > MAX_CLASSES:
        _refuse(name, f"it has {len(classes):,} class folders; at most {MAX_CLASSES:,} can be used")
    most = min(MAX_IMAGES, MAX_BYTES // int(np.prod(shape)))
    if len(files) > most:
        _refuse(name, f"it has {len(files):,} files; at most {most:,} can be used")
    all_kinds = tuple(sorted({_readable(kind.name) for kind in kinds}))
    files.sort(key=lambda file: (file.name, file.path))
    return Entry(tuple(shape), classes, None, Folder(name, all_kinds, tuple(files)))


def is_one(name):
    """Whether this is the name of a folder of class folders."""
    try:
        return entry(name, SHAPE) is not None
    except DataError:
        return False


def fetch(entry):
    """Load the images of a folder: from the cache, where nothing in the folder has changed since; else from its files.

    What is left out, and why, is said on stderr each time.

    Args:
        entry: what `entry` returned.

    Returns:
        A `Dataset`: one of `TESTED` images of each class is for the test, at least one. Which follows from their names.

    Raises:
        DataError: fewer than two classes have images that can be read.
    """
    folder = entry.source
    # One name for the place and one for what is in it, so that what is no longer true can be found and deleted.
    place = _key(os.fsencode(Path(folder.name).expanduser().resolve()), repr(entry.shape).encode())
    state = _key(*(repr((file.name, file.state)).encode("ascii", "backslashreplace") for file in folder.files))
    path = keras_cache() / f"workshop-folder-v{VERSION}-{place}-{state}.npz"
    kept = _read_kept(path, entry)
    if kept is None:
        images, told = _read(folder, entry.shape)
        arrays, classes, told = _split(folder, images, told)
        kept = dataset(arrays, folder.name, classes), told
        with contextlib.suppress(OSError):  # nothing is lost but time
            write_npz(path, arrays, {TOLD: json.dumps({"classes": classes, "told": told})})
            for other in path.parent.glob(f"workshop-folder-*-{place}-*.npz"):
                if other != path:
                    other.unlink(missing_ok=True)
    found, told = kept
    for line in told:
        print(line, file=sys.stderr, flush=True)
    return found


def _read(folder, shape):
    """Read all files: `({file: image}, lines to say)`; what cannot be read, or was there before, is not among them."""
    total, images, firsts, problems = len(folder.files), {}, {}, []
    print(f"Reading the {total:,} files of {folder.name}, the first time only", flush=True)
    said = time.monotonic()
    with contextlib.closing(read_photos([file.path for file in folder.files], shape)) as read:
        for done, (file, (image, problem)) in enumerate(zip(folder.files, read, strict=True)):
            if time.monotonic() - said > PATIENCE:
                print(f"  {done:,} of {total:,}", flush=True)
                said = time.monotonic()
            if image is not None:
                # The same image to learn from and in the test would be an answer that is known beforehand.
                first = firsts.setdefault(image.tobytes(), file)
                problem = f"it is the same image as {first.name}" if first is not file else None
            if problem:
                problems.append(f"  {file.name}: {problem}")
            else:
                images[file] = image
    if not problems:
        return images, []
    more = [f"  and {len(problems) - NAMED:,} more"] if len(problems) > NAMED else []
    told = [
        f"WARNING: of the {total:,} files in {folder.name}, {len(problems):,} {_are(problems)} left out:",
        *problems[:NAMED], *more,
        "Save them again as JPEG or PNG files of the usual size, or delete them, to be rid of this warning.",
    ]  # fmt: skip
    return images, told


def _split(folder, images, told):
    """Divide the images: `(four arrays, names of classes, lines to say)`, of which `told` come first."""
    kinds = {kind: [] for kind in folder.kinds}
    for file in images:
        kinds[file.kind].append(file)
    few = [kind for kind in folder.kinds if len(kinds[kind]) < LEAST]
    if few:
        counted = ", ".join(f"{kind} ({len(kinds.pop(kind))})" for kind in few)
        told = [
            *told,
            f"WARNING: of the classes in {folder.name}, {len(few):,} {_are(few)} left out, with fewer than {LEAST}"
            f" images that can be used: {counted}.",
            f"Each needs {LEAST} or more, some to learn from and some for the test. Put more into these folders.",
        ]
    classes = sorted(kinds)
    if len(classes) < 2:
        _refuse(folder.name, "fewer than two classes have images that can be used", "\n".join(told))
    parts = {"train": [], "test": []}
    for label, kind in enumerate(classes):
        files = sorted(kinds[kind], key=_hash)
        tested = max(1, len(files) // TESTED)
        parts["test"] += [(file, label) for file in files[:tested]]
        parts["train"] += [(file, label) for file in files[tested:]]
    arrays, dtype = {}, np.uint8 if len(classes) <= 256 else np.uint16
    for part, chosen in parts.items():
        chosen.sort(key=lambda pair: _hash(pair[0]))  # the classes in random order
        arrays[f"x_{part}"] = np.stack([images[file] for file, _ in chosen])
        arrays[f"y_{part}"] = np.array([label for _, label in chosen], dtype)
    return arrays, classes, told


def _read_kept(path, entry):
    """What was kept, as `(Dataset, lines to say)`; None if it is not there or damaged, for it can be read anew."""
    try:
        with zipfile.ZipFile(path) as archive:
            beside, published = json.loads(archive.read(TOLD)), archive.comment.decode("ascii")
        name = entry.source.name
        return read_npz(path, entry.shape, beside["classes"], published or "none", name), beside["told"]
    except (DataError, OSError, ValueError, KeyError, zipfile.BadZipFile):
        return None


def _visible(path, which):
    """What is in a folder and not hidden, of this kind, as `os.DirEntry`s."""
    with os.scandir(path) as found:
        return [one for one in found if which(one) and not _hidden(one)]


def _hidden(one):
    if one.name.startswith((".", "__")) or one.name.lower() in LITTER:  # "__MACOSX" is left behind by archives
        return True
    return bool(getattr(one.stat(), "st_file_attributes", 0) & stat.FILE_ATTRIBUTE_HIDDEN)  # Windows


def _readable(name):
    """A file's name as text that can be printed: one way to write an accent, no bytes that are no text, no controls."""
    text = unicodedata.normalize("NFC", os.fsencode(name).decode("utf-8", "replace"))
    return "".join("\ufffd" if unicodedata.category(each) == "Cc" else each for each in text)


def _hash(file):
    return hashlib.sha256(file.name.encode()).digest()


def _key(*texts):
    digest = hashlib.sha256()
    for text in texts:
        digest.update(hashlib.sha256(text).digest())
    return digest.hexdigest()[:16]


def _are(things):
    return "is" if len(things) == 1 else "are"


def _refuse(name, why, then="Name another folder with --dataset."):
    raise DataError(f"{name} is refused: {why}.\n{then}")
