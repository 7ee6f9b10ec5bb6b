"""What was found out about each submission: one JSON file a learner and exercise, written whole or not at all.

A record that takes the place of another one overwrites nothing: the older goes to the history. What a regrade found
waits on a shelf of its own until somebody accepts it; see `checker.grading.regrade`.
"""

import contextlib
import hashlib
import hmac
import json
import os
import secrets
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import psutil

from checker.errors import UsageError
from checker.files import write_whole
from checker.grading.verdicts import Verdict
from checker.report.reading import Malformed, Reader
from checker.version import version

FORMAT = 1
COUNTING, WAITING, HISTORY, UNFINISHED = "records", "regrade", "history", "unfinished"  # folders
LONGEST = 150  # characters of a file's name; file systems take 255 bytes


@dataclass(frozen=True)
class Record:
    """What is kept of a submission.

    Attributes:
        student, exercise: names.
        sha256: of the file's bytes, in hexadecimal digits.
        verdict: a `checker.grading.verdicts.Verdict`.
        number: the learner's on the platform, see `checker.grading.submissions.Submission`.
        submitted: when it was handed in, as the platform wrote it, see `checker.grading.deadlines`; "" if unknown.
    """

    student: str
    exercise: str
    sha256: str
    verdict: Verdict
    number: str = ""
    submitted: str = ""

    @classmethod
    def of(cls, student, exercise, content, verdict, number="", submitted=""):
        """The record of a submission whose file has these bytes."""
        return cls(student, exercise, _digest(content), verdict, number, submitted)

    @property
    def is_final(self):
        """Whether it has a grade, which nothing but a new file or a person changes."""
        return self.verdict.complete and not self.verdict.broke

    @property
    def identity(self):
        """What makes two records the same: the file's bytes, the inputs that it was checked with, and the checker."""
        return {"sha256": self.sha256, "seed": self.verdict.seed, "checker": self.verdict.checker}

    def as_json(self):
        names = {"format": FORMAT, "student": self.student, "exercise": self.exercise, "sha256": self.sha256}
        more = {"submitted": self.submitted} if self.submitted else {}
        return names | self.verdict.as_json() | {"number": self.number} | more

    @classmethod
    def from_json(cls, content):
        """Read back what `as_json` gave.

        Raises:
            Malformed: something is missing or of another kind, or it is of another format.
        """
        record = Reader(content, "record")
        if record.take("format", int) != FORMAT:
            raise Malformed(f"record.format: expected {FORMAT}, got {content['format']}")
        return cls(
            record.take("student", str),
            record.take("exercise", str),
            record.take("sha256", str),
            Verdict.from_json(content),
            record.take("number", str) if record.has("number") else "",  # those of `autograde` had none
            record.take("submitted", str) if record.has("submitted") else "",
        )


class Records:
    """A folder of records, and the key from which each submission's seed is made.

    The seed hangs on the key and on the file's bytes: the same file gets the same marks whenever it is graded again,
    and nobody without the key knows the numbers that a file will be checked with.
    """

    def __init__(self, folder):
        """Open the folder, or make it.

        Raises:
            UsageError: it cannot be written.
        """
        self.folder = Path(folder)
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            self._key = self._read_key()
        except OSError as error:
            raise UsageError(f"{folder} cannot be written: {error.strerror}.\nName another folder: --out DIR") from None

    def _read_key(self):
        path = self.folder / "key"
        try:
            with open(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w", encoding="ascii") as file:
                file.write(secrets.token_hex(32))
        except FileExistsError:
            pass
        key = path.read_bytes().strip()
        try:
            if len(key) < 64:
                raise ValueError
            return bytes.fromhex(key.decode("ascii"))
        except ValueError:
            raise UsageError(
                f"{path} is not whole. Put it back from a copy, and marks stay as they are; or delete it, and grade"
                " again: each submission gets a new seed."
            ) from None

    def seed(self, exercise, content):
        """The seed of a submission's inputs, from 0 to 2^32 - 1."""
        return int.from_bytes(hmac.digest(self._key, exercise.encode() + b"\0" + content, "sha256")[:4])

    def path(self, student, exercise, shelf=COUNTING):
        """Where a learner's record for an exercise lies, whatever characters the name has."""
        return self.folder / shelf / exercise / f"{_file_name(student)}.json"

    def read(self, student, exercise, shelf=COUNTING):
        """A record; None where there is none, or one that cannot be read."""
        return _load(self.path(student, exercise, shelf))

    def current(self, student, exercise, content, train, shelf=COUNTING):
        """The record of this very file, by this very checker; None if it has to be graded anew.

        Args:
            student, exercise: names.
            content: the file's bytes.
            train: whether it is to hold the verdicts of checks that train.
            shelf: where it lies.
        """
        record = self.read(student, exercise, shelf)
        if record is None or record.verdict.broke or (train and not record.verdict.complete):
            return None
        asked = {"sha256": _digest(content), "seed": self.seed(exercise, content), "checker": version()}
        return record if record.identity == asked else None

    def write(self, record, shelf=COUNTING):
        """Keep a record, in the place of an older one, which goes to the history."""
        path = self.path(record.student, record.exercise, shelf)
        if shelf == COUNTING:
            self._remember(path, record)
        self.put(path, json.dumps(record.as_json(), indent=1) + "\n")

    def put(self, path, text):
        """Write a file of this folder; a process that is killed meanwhile leaves nothing beside it."""
        beside = self.folder / UNFINISHED
        for folder in (path.parent, beside):
            folder.mkdir(parents=True, exist_ok=True)
        write_whole(path, text, beside)

    def tidy(self):
        """Take away what runs that were killed had begun to write."""
        beside = self.folder / UNFINISHED
        for path in beside.glob(".*"):
            pid = path.name.rpartition(".")[2]
            if not pid.isdigit() or not psutil.pid_exists(int(pid)) or int(pid) == os.getpid():
                path.unlink(missing_ok=True)
        with contextlib.suppress(OSError):  # there is none, or another process is writing
            beside.rmdir()

    def drop(self, record):
        """Take a record away that waits."""
        self.path(record.student, record.exercise, WAITING).unlink(missing_ok=True)

    def history(self, student, exercise):
        """The records that were replaced by later ones, oldest first, as far as they can be read."""
        folder = self.folder / HISTORY / exercise / _file_name(student)
        return [record for record in map(_load, sorted(folder.glob("*.json"))) if record is not None]

    def _remember(self, path, record):
        """Keep what is about to be replaced, unless it is but the first half of the same verdict."""
        try:
            old = path.read_bytes()
        except FileNotFoundError:
            return
        known = _load(path)
        if known == record:
            return
        if known and not known.verdict.complete and not known.verdict.broke and known.identity == record.identity:
            return
        # Named by what it holds: a run that is killed and goes on keeps it once.
        when = (known.verdict.judged if known else "").replace(":", "") or "unknown"
        folder = self.folder / HISTORY / record.exercise / _file_name(record.student)
        kept = folder / f"{when}-{hashlib.sha256(old).hexdigest()[:12]}.json"
        if not kept.exists():
            self.put(kept, old.decode("utf-8", "backslashreplace"))

    def __iter__(self):
        """All records that count and can be read, by exercise and learner; one at a time."""
        return self.all()

    def all(self, shelf=COUNTING):
        """All records of a shelf that can be read, by exercise and learner; one at a time."""
        for path in sorted((self.folder / shelf).glob("*/*.json")):
            record = _load(path)
            if record is not None:
                yield record

    def unreadable(self):
        """Paths of the records that count, or should, and cannot be read."""
        return [path for path in sorted((self.folder / COUNTING).glob("*/*.json")) if _load(path) is None]


def _file_name(student):
    """A learner's name as the beginning of a file's."""
    name = quote(os.fsencode(student), safe=" ,@+=")
    if len(name) > LONGEST or name.strip(".") == "":
        name = f"{name[:LONGEST]}-{hashlib.sha256(os.fsencode(student)).hexdigest()[:16]}"
    return name


def _digest(content):
    return hashlib.sha256(content).hexdigest()


def _load(path):
    """The record in a file; None if it cannot be read, or lies in another's place, as one does that was copied."""
    try:
        record = Record.from_json(json.loads(path.read_text("utf-8")))
        name = _file_name(record.student)
    except (OSError, ValueError):  # Malformed among them, and a name that no system could write
        return None
    at_home = (record.exercise, name) in ((path.parent.name, path.stem), (path.parents[1].name, path.parent.name))
    return record if at_home else None
