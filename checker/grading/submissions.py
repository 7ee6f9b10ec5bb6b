"""Finds what was handed in: folders and zip files, as Moodle and Canvas pack them, and nbgrader's `submitted/`."""

import hashlib
import io
import os
import re
import stat
import zipfile
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from checker.errors import UsageError
from checker.files import MOST_SOURCE, read_source

MOST_DEPTH = 8  # folders within each other, zip files counted as folders
MOST_ENTRIES = 200_000  # files that are looked at in one argument
MOST_ZIP = 50 * 2**20  # bytes of a learner's zip file
PACKED = zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED
ENTRY = b"PK\x01\x02"  # begins what a zip file says of each of its files; to list a million of them takes a gigabyte
LONGEST = 150  # characters of a learner's name: it becomes a folder's
PATTERN = re.compile(r"[*?\[]")  # of many names, to nbgrader
IGNORED = re.compile(r"__MACOSX|\..*|__pycache__")
# What a browser, Canvas, or Windows makes of NAME.py that was there before: "NAME (1).py", "NAME-1.py", "Name.py".
COPY = r"(?: ?\((?P<browser>\d+)\)|-(?P<resubmission>\d+))?\.py"
# What Canvas makes of a learner's NAME.py: "doejane_LATE_4312_88231_NAME.py".
CANVAS = r"(?P<who>[^_]+)_(?:LATE_)?(?P<user>\d+)_\d+_"
UNREADABLE = (OSError, ValueError, KeyError, NotImplementedError, zipfile.BadZipFile)
MOODLE = re.compile(r"(?P<who>.+)_(?P<user>\d+)_(?:assignsubmission|assignfeedback)_.*")


@dataclass(frozen=True)
class Submission:
    """A learner's file for an exercise, read when it is wanted.

    Attributes:
        student: as the folder, or the file, calls the learner.
        exercise: its name.
        place: where it was found, for messages.
        number: the learner's number on Canvas, or the participant's on Moodle; "" where there is none.
    """

    student: str
    exercise: str
    place: str
    opened: object  # takes nothing, returns (content, reason)
    number: str = ""

    def read(self):
        """The file's bytes, and "" or why it cannot be read: it is a link, a pipe, or much too large."""
        return self.opened()


@dataclass
class Found:
    """What was found: submissions, in the order of students, and what a person should know of."""

    submissions: list
    notes: list


def find(paths, names):
    """Find the submissions in folders and zip files.

    A learner's name is that of the first folder below the argument, or of a zip file in its place; for files that lie
    side by side, what stands before `_NAME.py`; for one file alone, its folder's.

    Args:
        paths: folders, zip files, or single files.
        names: those of the exercises that are looked for.

    Returns:
        `Found`; of several files of one learner for one exercise the newest copy, by its number, is taken, and noted.

    Raises:
        UsageError: a path does not exist, or there is nothing in it that was handed in.
    """
    best, notes, seen = {}, [], 0
    for path in map(Path, paths):
        if not path.exists():
            raise UsageError(f"There is no {path}.\nName the folder, or the zip file, with what was handed in.")
        entries = list(_entries(path, notes))
        wrapped = _is_wrapped(entries, names)
        students = set()
        for parts, opened in entries:
            seen += 1
            place = str(Path(path, *parts)) if path.is_dir() else f"{path}: {'/'.join(parts)}"
            parts = parts[1:] if wrapped else parts
            found = _read_name(parts, names, path)
            if found is None:
                students |= {_whose(parts[0])[0]} if len(parts) > 1 else set()
                continue
            student, exercise, number, rank = found
            student = _usable(student)
            submission = Submission(student, exercise, place, opened, number)
            key = student, exercise
            if key in best:
                taken = max(best[key], (rank, submission), key=lambda each: each[0])
                notes.append(f"{student} handed in {exercise} more than once; taken: {taken[1].place}")
                best[key] = taken
            else:
                best[key] = rank, submission
        empty = sorted(students - {student for student, _ in best})
        notes += [f"{student}: no {' or '.join(f'{name}.py' for name in names)}" for student in empty]
    if not best:
        wanted = " or ".join(f"{name}.py" for name in names)
        raise UsageError(
            f"There is no {wanted} in {', '.join(map(str, paths))} ({seen} files looked at).\n"
            f"Expected: a folder or a zip file for each learner, with that file inside; or nbgrader's submitted/."
        )
    return Found([best[key][1] for key in sorted(best)], notes)


def _usable(student):
    """A name that can be a folder's in a course: none that leads out of it, stands for several, or is too long."""
    name = student if student.strip(". ") else f"_{student}"
    if PATTERN.search(name) or len(os.fsencode(name)) > LONGEST:
        digest = hashlib.sha256(os.fsencode(student)).hexdigest()[:16]
        name = f"{os.fsencode(PATTERN.sub('_', name))[:LONGEST].decode('utf-8', 'ignore')}-{digest}"
    return name


def _entries(path, notes):
    """All files of an argument, as `(parts, opened)`: the path below it, and what reads it."""
    if path.is_dir():
        yield from _in_folder(path, (), notes)
    elif zipfile.is_zipfile(path):
        yield from _in_zip((path,), (), notes)
    else:
        yield (path.name,), lambda: _read_file(path)


def _in_folder(folder, parts, notes):
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError as error:
        notes.append(f"{folder} cannot be read: {error.strerror}")
        return
    for entry in entries:
        if IGNORED.fullmatch(entry.name):
            continue
        inside, path = (*parts, entry.name), Path(entry.path)
        if entry.is_dir(follow_symlinks=False):
            if len(inside) < MOST_DEPTH:
                yield from _in_folder(path, inside, notes)
        elif entry.name.lower().endswith(".zip") and entry.is_file(follow_symlinks=False):
            if entry.stat(follow_symlinks=False).st_size > MOST_ZIP:
                notes.append(f"{path} is not opened: more than {MOST_ZIP >> 20} MB")
            else:
                yield from _in_zip((path,), (*parts, path.stem), notes, nested=False)
        else:
            yield inside, lambda path=path: _read_file(path)


def _in_zip(chain, parts, notes, nested=True):
    """The files of a zip file, which `chain` leads to: its path, and the name of one in it.

    A zip file that was named may hold one for each learner (`nested`). What a learner packed is not unpacked twice: a
    few kilobytes would be enough for zip files without end.
    """
    place = ": ".join(map(str, chain))
    try:
        entries = _open(chain).infolist()[:MOST_ENTRIES]
    except UNREADABLE as error:
        notes.append(f"{place} cannot be opened: {error}")
        return
    for info in entries:
        inside = tuple(part for part in info.filename.replace("\\", "/").split("/") if part not in ("", ".", ".."))
        if info.is_dir() or not inside or any(IGNORED.fullmatch(part) for part in inside):
            continue
        if len(parts) + len(inside) > MOST_DEPTH:
            continue
        if inside[-1].lower().endswith(".zip") and nested:
            below = (*parts, *inside[:-1], Path(inside[-1]).stem)
            yield from _in_zip((*chain, info.filename), below, notes, nested=False)
        else:
            yield (*parts, *inside), lambda name=info.filename: _read_from_zip(chain, name)


@lru_cache(maxsize=4)  # files of one zip file are read one after the other, and nothing more is to stay in memory
def _open(chain):
    content, reason = None, ""
    if len(chain) > 1:
        content, reason = _unpack(_open(chain[:-1]), chain[-1], MOST_ZIP)
    elif os.path.getsize(chain[0]) <= MOST_ZIP:
        content = Path(chain[0]).read_bytes()
    if content is not None and content.count(ENTRY) > MOST_ENTRIES:
        reason = f"more than {MOST_ENTRIES:,} files"
    if reason:
        raise ValueError(reason)
    return zipfile.ZipFile(chain[0] if content is None else io.BytesIO(content))


def _read_file(path):
    content, failure = read_source(path, follow=False)
    return content.tobytes(), failure.got if failure else ""


def _read_from_zip(chain, name):
    try:
        return _unpack(_open(chain), name, MOST_SOURCE)
    except UNREADABLE as error:
        return b"", f"not to be read: {error}"


def _unpack(archive, name, most):
    """At most so many bytes of a file in a zip file, whatever its header says: `(content, reason)`."""
    info = archive.getinfo(name)
    if stat.S_ISLNK(info.external_attr >> 16):
        return b"", "a link"
    if info.compress_type not in PACKED:  # the others give back all that a block holds, however little is asked for
        return b"", "packed in another way than zip files commonly are: pack it again"
    try:
        with archive.open(info) as file:
            content = file.read(most + 1)
    except Exception as error:  # damaged, encrypted, or of an unknown kind: zipfile raises many things
        return b"", f"not to be read: {error}"
    return (b"", f"more than {most:,} bytes") if len(content) > most else (content, "")


def _is_wrapped(entries, names):
    """Whether all lies in one folder more, as in a zip file that somebody made of a folder."""
    answers = [(parts, *_match(parts[-1], names)) for parts, _ in entries if _match(parts[-1], names)[1]]
    first = {parts[0] for parts, _ in entries}
    if len(first) != 1 or not answers or _whose(*first)[1]:
        return False
    if all(len(parts) == 2 for parts, _, _ in answers):  # side by side, with learners' names
        return len({found["who"] or found["prefix"] or "" for _, _, found in answers} - {""}) == len(answers) > 1
    if any(len(parts) < 3 for parts, _, _ in answers):
        return False
    # Two folders with the same exercise are two learners'; one learner's hold an exercise each, if there are several.
    folders = {(parts[1], name) for parts, name, _ in answers if parts[1] not in names}
    return max(Counter(name for _, name in folders).values(), default=0) > 1


def _match(file, names):
    for name in names:
        found = re.fullmatch(rf"(?:{CANVAS}|(?P<prefix>.+)_)?{name}{COPY}", file, re.IGNORECASE)
        if found:
            return name, found
    return None, None


def _whose(folder):
    """`(student, number)` that a folder's name, or a zip file's, tells."""
    found = MOODLE.fullmatch(folder) or re.fullmatch(rf"{CANVAS}.*", folder)
    return (found["who"], found["user"]) if found else (folder, "")


def _read_name(parts, names, path):
    """`(student, exercise, number, rank)` of a file; None if it is no answer. The highest rank counts."""
    exercise, found = _match(parts[-1], names)
    if found is None:
        return None
    copy = int(found["browser"] or 0)
    rank = not found["prefix"], int(found["resubmission"] or 0), not copy, copy, -len(parts), parts
    if len(parts) > 1:
        student, number = _whose(parts[0])
        return student, exercise, number, rank
    if found["who"]:
        return found["who"], exercise, found["user"], rank
    alone = path.absolute().parent.name if path.suffix.lower() == ".py" else path.absolute().stem
    return found["prefix"] or alone, exercise, "", rank
