"""Puts a skeleton back, and what was there aside."""

import os
from pathlib import Path

from checker.errors import UsageError
from checker.materials import skeletons


def reset(exercise, path):
    """Write an exercise's skeleton to a path; a file that is there, and is no skeleton, is renamed first.

    Args:
        exercise: a `checker.exercises.Exercise`.
        path: of the learner's file, which need not exist.

    Returns:
        The path of the backup; None where there was nothing to keep.

    Raises:
        UsageError: the file cannot be renamed, or the skeleton not be written; then all is as it was.
    """
    path, backup = Path(path), None
    text = _skeleton(exercise)
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        if os.path.lexists(path):
            if path.is_file() and path.read_bytes() == text.encode():
                return None
            backup = _free(path)
        beside.write_text(text, encoding="utf-8", newline="\n")
        if backup:
            os.rename(path, backup)
        os.replace(beside, path)
    except OSError as error:
        if backup and os.path.lexists(backup) and not os.path.lexists(path):
            os.rename(backup, path)
        raise UsageError(f"{path} cannot be put back: {error}.\nNothing was changed.") from None
    finally:
        beside.unlink(missing_ok=True)
    return backup


def _skeleton(exercise):
    """The skeleton's text; in a checkout made anew, since learners may work on the one that lies there."""
    if exercise.solution.is_file():
        return skeletons.skeleton(exercise.name, exercise.solution.read_text(encoding="utf-8"))
    return exercise.skeleton.read_text(encoding="utf-8")


def _free(path):
    """A name for a backup that no file has yet, such as NAME.backup-1.py."""
    number = 1
    while os.path.lexists(path.with_name(f"{path.stem}.backup-{number}{path.suffix}")):
        number += 1
    return path.with_name(f"{path.stem}.backup-{number}{path.suffix}")
