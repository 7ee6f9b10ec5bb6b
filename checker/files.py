"""Files that are read with care, and written whole or not at all."""

import os
import stat
from pathlib import Path

import numpy as np

from checker.failures import LoadFailure


def write_whole(path, text, beside=None):
    """Write a text file, all of it or nothing; no half of it is ever seen, or left behind.

    Args:
        path: the file's.
        text: what it is to hold.
        beside: a folder of the same disk in which it is written first, for where a process that is killed must leave
            nothing; else that is the file's own.
    """
    path = Path(path)
    # A name may be as long as a file system takes.
    beside = Path(beside or path.parent, f".{path.name[:30]}.{os.getpid()}")
    try:
        beside.write_text(text, encoding="utf-8")
        os.replace(beside, path)
    finally:
        beside.unlink(missing_ok=True)  # a full disk, or Ctrl-C


MOST_SOURCE = 1_000_000  # bytes of a learner's file


def read_source(path, follow):
    """The bytes of a learner's file.

    Code of somebody else's may come as a link to the solution, as a pipe that blocks, or as a file without end: where
    workers are confined, none of these is followed.

    Args:
        path: the file's.
        follow: whether links are followed.

    Returns:
        `(content, failure)`: uint8 (n,), and None; or nothing, and a `LoadFailure` that says why it cannot be read.
    """
    got = ""
    flags = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0)
    try:
        if not follow and os.path.islink(path):
            got = "a link"
        else:
            no_link = getattr(os, "O_NOFOLLOW", 0) if not follow else 0
            with open(os.open(path, flags | no_link), "rb") as file:
                if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                    got = "something that is no file"
                else:
                    content = file.read(MOST_SOURCE + 1)
                    got = f"more than {MOST_SOURCE:,} bytes" if len(content) > MOST_SOURCE else ""
    except OSError as error:
        got = error.strerror or type(error).__name__
    if not got:
        return np.frombuffer(content, dtype=np.uint8), None
    expected = f"an ordinary file of at most {MOST_SOURCE:,} bytes"
    failure = LoadFailure(f"reading {path.name}", expected, got, "Hand in the file itself.", f"import {path.stem}")
    return np.zeros(0, dtype=np.uint8), failure
