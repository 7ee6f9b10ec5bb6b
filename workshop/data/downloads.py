"""Published data sets: from Keras's cache, or into it from the network."""

import os
import socket
import tempfile
import threading
import urllib.request
from pathlib import Path

from workshop.data.catalogue import CATALOGUE
from workshop.data.datasets import DataError, NotHereError
from workshop.data.npz import ARRAYS, checksum, dataset, read_npz

DOWNLOAD_STALL_SECONDS = 30
FIRST_ANSWER_SECONDS = 5  # whoever has no network should not wait longer to be told


def keras_cache():
    """The folder in which Keras keeps data sets."""
    return Path(os.environ.get("KERAS_HOME") or os.path.expanduser("~/.keras")) / "datasets"


def fetch(name):
    """Load a `Published` data set of the catalogue.

    Raises:
        NotHereError: it is not in Keras's cache, and cannot be downloaded.
        DataError: it is there, but damaged, or not what was published.
    """
    entry = CATALOGUE[name]
    folder = cache = keras_cache()
    if cache.parent.is_dir() and not os.access(cache.parent, os.W_OK):
        # Keras then neither writes nor reads there.
        cache = Path("/tmp" if os.path.isdir("/tmp") else tempfile.gettempdir(), ".keras", "datasets")
    for path in (place / file for place in (folder, cache) for file in entry.source.files):
        if path.suffix == ".npz" and path.exists():
            return read_npz(path, entry.shape, entry.classes, entry.checksum, name)
    files = [cache / file for file in entry.source.files]
    origin = entry.source.origin
    address = f"{origin}{files[0].name}" if origin.endswith("/") else origin
    if not all(file.exists() for file in files) and (problem := _no_answer(address)):
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
    # Keras gives some labels as columns.
    arrays = dict(zip(ARRAYS, (x_train, y_train.ravel(), x_test, y_test.ravel()), strict=True))
    if entry.checksum and checksum(arrays) != entry.checksum:
        raise DataError(
            f"{name} in Keras's cache ({cache}) is not the published data.\nDelete it there, then run again to fetch"
            " it once more."
        )
    return dataset(arrays, name, entry.classes)


def _not_here(name, cache, problem):
    return NotHereError(
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
