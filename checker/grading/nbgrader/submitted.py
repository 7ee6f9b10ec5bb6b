"""What learners handed in, made such as nbgrader can copy and read."""

import glob
import json
import os
import re
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

    Links, pipes and devices go: they hold nothing of the learner's, and nbgrader would follow them. A notebook that is
    not quite valid is put together anew of its cells. The released notebook takes the place of one that is missing, or
    cannot be read at all. What was handed in is kept beside it.
    """
    pattern = coursedir.format_path(coursedir.submitted_directory, coursedir.student_id, coursedir.assignment_id)
    for folder in map(Path, sorted(matching(pattern))):
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
        mended = _mended(notebook, released)
        if os.path.lexists(notebook):
            notebook.rename(folder / f"{name}.ipynb.{'as-handed-in' if mended else 'unreadable'}")
        if mended:
            log.warning("%s is not quite a valid notebook: its cells were put into one that is", notebook)
            nbformat.write(mended, notebook)
            continue
        log.warning("%s is missing or cannot be read: the released one takes its place", notebook)
        shutil.copyfile(released, notebook)


def matching(pattern):
    """Paths that match a pattern as nbgrader makes them of folders' and learners' names and of stars.

    As `glob.glob`, but a part that is the name of something that is there means just that, whatever characters it has.
    """
    parts, known = [], ""
    for part in pattern.split(os.sep):
        known = f"{known}{os.sep}{part}" if parts else part
        literal = part not in ("", "*") and os.path.lexists(known or os.sep)
        parts.append(glob.escape(part) if literal else part)
    return glob.glob(os.sep.join(parts))


def released_notebook(coursedir, name):
    """The notebook of an assignment, as learners get it."""
    return Path(coursedir.format_path(coursedir.release_directory, ".", name), f"{name}.ipynb")


def _mended(path, released):
    """A valid notebook of the cells of one that is not, with what the released one says of the whole; else None."""
    try:
        if not _may_be_read(path):
            return None
        text = path.read_text("utf-8-sig")
        try:
            found = nbformat.reads(text, as_version=4)
        except Exception:  # it misses what even reading needs
            found = json.loads(text)
        book = nbformat.v4.new_notebook(metadata=nbformat.read(released, as_version=4).metadata)
        for cell in found["cells"]:
            new = getattr(nbformat.v4, f"new_{cell['cell_type']}_cell")(source=_joined(cell["source"]))
            if re.fullmatch(r"[\w-]{1,64}", str(cell.get("id", "")), re.A) and cell["id"] not in {
                each.id for each in book.cells
            }:
                new.id = cell["id"]
            about = cell.get("metadata")
            if isinstance(about, dict) and isinstance(about.get("nbgrader"), dict):
                new.metadata["nbgrader"] = about["nbgrader"]
            if isinstance(cell.get("attachments"), dict) and new.cell_type != "code":
                attached = cell["attachments"].items()
                new.attachments = {name: bundle for name, bundle in attached if isinstance(bundle, dict)}
            book.cells.append(new)
        nbformat.validate(book)
    except Exception:  # whatever it is, there are no cells to be had from it
        return None
    return book


def _joined(source):
    return "".join(source) if isinstance(source, list) else str(source)


def _may_be_read(path):
    return not path.is_symlink() and path.is_file() and path.stat().st_size <= MOST_NOTEBOOK


def _is_notebook(path):
    try:
        if not _may_be_read(path):
            return False
        nbformat.validate(nbformat.read(path, as_version=4))
    except Exception:  # whatever it is, nbgrader could not read it, either
        return False
    return True
