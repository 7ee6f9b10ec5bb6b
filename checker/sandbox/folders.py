"""One temporary folder for each process that checks, and the end of those that were left by killed ones.

Whoever lives holds a lock on its folder; the kernel lets go of it at any end. So what is not locked is left over.
"""

import atexit
import itertools
import os
import tempfile
from contextlib import suppress
from pathlib import Path

from checker.sandbox import groups

PREFIX = "checker-run-"
LOCK = "lock"

_folder = _owner = _held = None


def run_folder():
    """The folder of this process: made at the first call, and gone when it ends."""
    global _folder, _owner, _held
    if _owner != os.getpid() or not _folder.is_dir():  # a fork has the name of its parent's, not the right to it
        remove_left_over()
        folder = Path(tempfile.mkdtemp(prefix=f"{PREFIX}{os.getpid()}-"))
        # It gets its name once it is taken, where an open file can be renamed: nobody finds it free in between.
        new = folder / (LOCK if os.name == "nt" else f"{LOCK}.new")
        held = open(new, "wb")  # noqa: SIM115 (held until this process ends)
        _take(held)
        if os.name != "nt":
            os.replace(new, folder / LOCK)
        _folder, _owner, _held = folder, os.getpid(), held
        atexit.register(_remove, folder, os.getpid())
    return _folder


def new_folder(prefix):
    """A new folder in that of this process."""
    return Path(tempfile.mkdtemp(prefix=prefix, dir=run_folder()))


def remove_left_over():
    """Remove the folders of processes that ended without doing so; never one of a process that lives, or of others."""
    for folder in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        with suppress(OSError):
            if folder.is_symlink() or (hasattr(os, "getuid") and folder.lstat().st_uid != os.getuid()):
                continue
            with open(folder / LOCK, "r+b") as lock:  # not there: it is being made just now
                _take(lock)
            groups.remove(folder.name)
            remove(folder)


def remove(folder):
    """Remove a folder and what is in it, as far as possible, whatever a worker made of it.

    Folders may lie in each other so deep that neither a path nor a call for each goes so far, and may let nobody in. So
    each that is found is first brought up, to a place just below the top.
    """
    folder = Path(folder)
    with suppress(OSError):
        beside = Path(tempfile.mkdtemp(prefix="removing-", dir=folder))
        names, waiting = map(str, itertools.count()), [folder]
        while waiting:
            each = waiting.pop()
            with suppress(OSError):
                each.chmod(0o700)
                for entry in list(os.scandir(each)):
                    with suppress(OSError):
                        if not entry.is_dir(follow_symlinks=False):
                            os.unlink(entry.path)
                        elif entry.path != str(beside):
                            os.chmod(entry.path, 0o700)  # its entry `..` changes
                            os.rename(entry.path, target := beside / next(names))
                            waiting.append(target)
                if each != folder:
                    each.rmdir()
        beside.rmdir()
        folder.rmdir()


def _remove(folder, owner):
    if os.getpid() == owner:
        _held.close()
        remove(folder)


def _take(file):
    """Lock an open file, until it is closed; OSError if another has it."""
    if os.name == "nt":
        import msvcrt

        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
    else:
        import fcntl

        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
