"""What was found out about each submission: one JSON file a learner and exercise, written whole or not at all."""

import hashlib
import hmac
import json
import os
import secrets
from pathlib import Path
from urllib.parse import quote

from checker.errors import UsageError
from checker.files import write_whole
from checker.grading import judging

LONGEST = 150  # characters of a file's name; file systems take 255 bytes


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
        key = path.read_text("ascii").strip()
        if len(key) < 64:
            raise UsageError(f"{path} is not whole. Delete it, and grade again: each submission gets a new seed.")
        return bytes.fromhex(key)

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
        if record is None or record["broke"] or (train and not record["complete"]):
            return None
        same = (record["sha256"], record["checker"], record["seed"]) == (
            hashlib.sha256(content).hexdigest(), judging.version(), self.seed(exercise, content),
        )  # fmt: skip
        return record if same else None

    def write(self, record):
        """Keep a record, in the place of an older one."""
        path = self.path(record["student"], record["exercise"])
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, json.dumps(record, indent=1) + "\n")

    def __iter__(self):
        """All records that can be read, by exercise and learner; one at a time."""
        for path in sorted((self.folder / "records").glob("*/*.json")):
            record = _load(path)
            if record is not None:
                yield record


def _load(path):
    try:
        record = json.loads(path.read_text("utf-8"))
        return record if isinstance(record, dict) and record.get("format") == FORMAT else None
    except (OSError, ValueError):
        return None


FORMAT = 1


def make(student, exercise, content, verdict):
    """A record.

    Args:
        student, exercise: names.
        content: the file's bytes.
        verdict: what `checker.grading.judging.judge` returned.
    """
    return {
        "format": FORMAT,
        "student": student,
        "exercise": exercise,
        "sha256": hashlib.sha256(content).hexdigest(),
    } | verdict


def score(record):
    """The points of a record; None while a check that broke, or that is yet to train, leaves it open."""
    return None if record["broke"] or not record["complete"] else record["report"]["score"]
