"""Drawn data sets: each is drawn once, then kept in Keras's cache."""

import contextlib
import sys
import zipfile

from workshop.data.catalogue import find
from workshop.data.datasets import DataError
from workshop.data.downloads import keras_cache
from workshop.data.npz import checksum, dataset, read_npz, write_npz


def fetch(name):
    """Read a `Drawn` data set of the catalogue, or a variant of one, from the cache; or draw it, and keep it there.

    Raises:
        DataError: there is no such variant.
    """
    entry, (base, colon, text) = find(name), name.partition(":")
    source, arguments, key = entry.source, {}, f"{base}-v{entry.source.version}"
    published = None if colon else entry.checksum
    try:
        if colon:
            arguments, differs = source.variants.find(text)
            key += f"-{differs}"
        path = keras_cache() / f"workshop-{key}.npz"
        kept = _read_kept(path, entry, published, name)
        if kept:
            return kept
        total = source.train[0] + source.test[0]
        print(f"Drawing the {total:,} {source.what} of {name}: some seconds, the first time only", flush=True)
        arrays = {}
        for part, (count, seed) in (("train", source.train), ("test", source.test)):
            arrays[f"x_{part}"], arrays[f"y_{part}"] = source.draw(count, seed, **arguments)
    except (ValueError, OSError) as error:
        if not colon:
            raise
        raise DataError(f"{name} cannot be drawn: {error}.\n{source.variants.hint}") from error
    if published and checksum(arrays) != published:
        print(f"WARNING: {name} came out otherwise than on other machines. Please report it.", file=sys.stderr)
    with contextlib.suppress(OSError):  # nothing is lost but time
        write_npz(path, arrays)
    return dataset(arrays, name, entry.classes)


def _read_kept(path, entry, published, name):
    """What was kept; None if it is not there or damaged, for it can be drawn anew."""
    try:
        with zipfile.ZipFile(path) as archive:
            kept = archive.comment.decode("ascii")
        return read_npz(path, entry.shape, entry.classes, published or kept or "none", name)
    except (DataError, OSError, ValueError, zipfile.BadZipFile):
        return None
