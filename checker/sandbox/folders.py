"""One temporary folder for each process that checks, and the end of those that were left by killed ones.

Whoever lives holds a lock on its folder; the kernel lets go of it at any end. So what is not locked is left over.
"""

import atexit
import itertools
import os
import tempfile
import threading
import time
from contextlib import suppress
from pathlib import Path

from checker.errors import MachineError
from checker.sandbox import groups

PREFIX = "checker-run-"
LOCK = "lock"
OLD_SECONDS = 600  # from which on a folder that nobody has locked is no longer just being made

ATTEMPTS, ATTEMPT_SECONDS = 10, 0.05  # of removing a folder into which a worker still writes

_folder = _owner = _held = None
_ending, _removing = False, threading.Lock()


def run_folder():
    """The folder of this process: made at the first call, and gone when it ends."""
    global _folder, _owner, _held
    if _ending:
        raise MachineError("This process is about to end: it starts nothing more.")
    if _owner != os.getpid() or not _folder.is_dir():  # a fork has the name of its parent's, not the right to it
        try:
            remove_left_over()
            folder = Path(tempfile.mkdtemp(prefix=f"{PREFIX}{os.getpid()}-"))
        except OSError as error:
            raise _no_room(error) from None
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
    folder = run_folder()
    try:
        return Path(tempfile.mkdtemp(prefix=prefix, dir=folder))
    except OSError as error:
        raise _no_room(error) from None


def _no_room(error):
    where = f"in {tempfile.tempdir}" if tempfile.tempdir else "anywhere"
    return MachineError(
        f"No temporary folder can be made {where}: {error.strerror or error}. Make room there, or name another folder:"
        " TMPDIR=FOLDER in front of the command."
    )


def remove_own():
    """Remove the folder of this process just before its end; another thread can't make one any more."""
    global _ending
    _ending = True
    if _folder is not None:
        _remove(_folder, _owner)


def remove_left_over():
    """Remove the folders of processes that ended without doing so; never one of a process that lives, or of others."""
    for folder in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        with suppress(OSError):
            told = folder.lstat()
            if folder.is_symlink() or (hasattr(os, "getuid") and told.st_uid != os.getuid()):
                continue
            if (folder / LOCK).exists() or time.time() - told.st_mtime < OLD_SECONDS:
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
    if os.getpid() != owner:
        return
    with _removing:  # an orderly exit and `checker.parent` may both do it, and each moves what the other is to empty
        _held.close()
        for _ in range(ATTEMPTS):
            remove(folder)
            if not folder.exists():
                break
            time.sleep(ATTEMPT_SECONDS)


def _take(file):
    """Lock an open file, until it is closed; OSError if another has it."""
    if os.name == "nt":
        import msvcrt

        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
    else:
        import fcntl

        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
