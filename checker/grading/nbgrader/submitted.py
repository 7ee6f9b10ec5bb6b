"""What learners handed in, made such as nbgrader can copy and read."""

import glob
import os
import shutil
import stat
from pathlib import Path

import nbformat

MOST_NOTEBOOK = 50 * 2**20  # bytes; lessons have two to three megabytes of pictures


def no_files(folder, names):
    """Which of a folder's entries are neither files nor folders: links, pipes, devices."""
    modes = {name: os.lstat(os.path.join(folder, name)).st_mode for name in names}
    return [name for name, mode in modes.items() if not stat.S_ISREG(mode) and not stat.S_ISDIR(mode)]


def restore(coursedir, log):
    """Make submissions such as nbgrader can copy and read.

    Links, pipes and devices go: they hold nothing of the learner's, and nbgrader would follow them. The released
    notebook takes the place of one that is missing, or cannot be read, which is kept beside it.
    """
    pattern = coursedir.format_path(coursedir.submitted_directory, coursedir.student_id, coursedir.assignment_id)
    for folder in map(Path, sorted(glob.glob(pattern))):
        name = folder.name
        released = released_notebook(coursedir, name)
        notebook = folder / f"{name}.ipynb"
        if not folder.is_dir() or folder.is_symlink():
            continue
        for inside, folders, files in os.walk(folder):
            for strange in no_files(inside, [*folders, *files]):
                log.warning("%s is no file, and was taken away", os.path.join(inside, strange))
                os.unlink(os.path.join(inside, strange))
        if not released.is_file() or _is_notebook(notebook):
            continue
        if os.path.lexists(notebook):
            notebook.rename(folder / f"{name}.ipynb.unreadable")
        log.warning("%s is missing or cannot be read: the released one takes its place", notebook)
        shutil.copyfile(released, notebook)


def released_notebook(coursedir, name):
    """The notebook of an assignment, as learners get it."""
    return Path(coursedir.format_path(coursedir.release_directory, ".", name), f"{name}.ipynb")


def _is_notebook(path):
    try:
        if path.is_symlink() or not path.is_file() or path.stat().st_size > MOST_NOTEBOOK:
            return False
        nbformat.validate(nbformat.read(path, as_version=4))
    except Exception:  # whatever it is, nbgrader could not read it, either
        return False
    return True
