"""Copies what learners begin with into a folder of their own."""

import shutil
from pathlib import Path

from checker.errors import UsageError
from checker.exercises import exercises, learners_glossary


def start(folder):
    """Copy skeletons, notebooks and the glossary to a learner's own folder; what is there already stays as it is.

    Returns:
        `(copied, left)`: the names of the files written, and of those that were there already.
    """
    folder = Path(folder)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        copied, left = [], []
        sources = [path for exercise in exercises() for path in (exercise.skeleton, exercise.notebook)]
        for source in [*sources, learners_glossary()]:
            target = folder / source.name
            if target.exists() or target.is_symlink():
                left.append(target.name)
            else:
                shutil.copyfile(source, target)
                copied.append(target.name)
    except OSError as error:
        raise UsageError(f"{folder} cannot be filled: {error}.\nName another folder.") from None
    return copied, left
