"""What was found out about each submission: one JSON file a learner and exercise, written whole or not at all."""

import hashlib
import hmac
import json
import os
import secrets
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from checker.errors import UsageError
from checker.files import write_whole
from checker.grading.verdicts import Verdict
from checker.report.reading import Malformed, Reader
from checker.version import version

FORMAT = 1
LONGEST = 150  # characters of a file's name; file systems take 255 bytes


@dataclass(frozen=True)
class Record:
    """What is kept of a submission.

    Attributes:
        student, exercise: names.
        sha256: of the file's bytes, in hexadecimal digits.
        verdict: a `checker.grading.verdicts.Verdict`.
        number: the learner's on the platform, see `checker.grading.submissions.Submission`.
    """

    student: str
    exercise: str
    sha256: str
    verdict: Verdict
    number: str = ""

    @classmethod
    def of(cls, student, exercise, content, verdict, number=""):
        """The record of a submission whose file has these bytes."""
        return cls(student, exercise, _digest(content), verdict, number)

    @property
    def identity(self):
        """What makes two records the same: the file's bytes, the inputs that it was checked with, and the checker."""
        return {"sha256": self.sha256, "seed": self.verdict.seed, "checker": self.verdict.checker}

    def as_json(self):
        names = {"format": FORMAT, "student": self.student, "exercise": self.exercise, "sha256": self.sha256}
        return names | self.verdict.as_json() | {"number": self.number}

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

    def path(self, student, exercise):
        """Where a learner's record for an exercise lies, whatever characters the name has."""
        name = quote(os.fsencode(student), safe=" ,@+=")
        if len(name) > LONGEST or name.strip(".") == "":
            name = f"{name[:LONGEST]}-{hashlib.sha256(os.fsencode(student)).hexdigest()[:16]}"
        return self.folder / "records" / exercise / f"{name}.json"

    def read(self, student, exercise):
        """A record; None where there is none, or one that cannot be read."""
        return _load(self.path(student, exercise))

    def current(self, student, exercise, content, train):
        """The record of this very file, by this very checker; None if it has to be graded anew.

        Args:
            student, exercise: names.
            content: the file's bytes.
            train: whether it is to hold the verdicts of checks that train.
        """
        record = self.read(student, exercise)
        if record is None or record.verdict.broke or (train and not record.verdict.complete):
            return None
        asked = {"sha256": _digest(content), "seed": self.seed(exercise, content), "checker": version()}
        return record if record.identity == asked else None

    def write(self, record):
        """Keep a record, in the place of an older one."""
        path = self.path(record.student, record.exercise)
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, json.dumps(record.as_json(), indent=1) + "\n")

    def __iter__(self):
        """All records that can be read, by exercise and learner; one at a time."""
        for path in sorted((self.folder / "records").glob("*/*.json")):
            record = _load(path)
            if record is not None:
                yield record


def _digest(content):
    return hashlib.sha256(content).hexdigest()


def _load(path):
    try:
        return Record.from_json(json.loads(path.read_text("utf-8")))
    except (OSError, ValueError):  # Malformed among them
        return None
