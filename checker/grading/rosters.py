"""The table of a class that Canvas or Moodle exported."""

import csv
import io
import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from checker.errors import UsageError

# Columns of a roster that may name a learner, lower case.
NAMES = {
    "id", "student", "student id", "student_id", "name", "full name", "username", "user name", "login", "email",
    "e-mail", "email address", "id number", "identifier", "sis user id", "sis login id",
}  # fmt: skip


@dataclass
class Roster:
    """A table of a class, as a learning platform exports it.

    Attributes:
        columns: their names, in order.
        rows: a dict each.
        delimiter: between columns.
    """

    columns: list
    rows: list
    delimiter: str

    @property
    def is_canvas(self):
        return {"Student", "ID", "Section"} <= set(self.columns)

    def find(self, student, number=""):
        """The row of a learner, by the name that a submission has, or by the platform's number; None if there is none.

        Args:
            student, number: as in `checker.grading.submissions.Submission`.
        """
        return self._by_name.get(plain(student)) or (self._by_name.get(f"#{number}") if number else None)

    @cached_property
    def _by_name(self):
        found = {}
        for row in self.rows:
            values = [row[column] for column in self.columns if column.lower() in NAMES and not is_maximum(row)]
            if row.get("First name") or row.get("Last name"):
                values.append(f"{row.get('First name', '')} {row.get('Last name', '')}")
            for value in filter(None, values):
                # Moodle's files have the number of "Participant 4312"; Canvas's call "Doe, Jane" doejane.
                joined = re.sub(r"[\W_]+", "", value).casefold()
                for key in (plain(value), f"#{value.removeprefix('Participant ')}", joined):
                    found.setdefault(key, row)
        return found


def is_maximum(row):
    """Whether a row of Canvas's holds the points that can be had, in the place of a learner's."""
    return row.get("Student", "").strip() == "Points Possible"


def plain(name):
    return " ".join(name.split()).casefold()


def read_roster(path):
    """Read a roster: CSV with a head line, its columns separated by commas, semicolons or tabs.

    Raises:
        UsageError: it cannot be read, or has no column that names learners.
    """
    try:
        text = Path(path).read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise UsageError(f"The roster {path} cannot be read: {error.strerror}.") from None
    except UnicodeDecodeError:
        raise UsageError(f"The roster {path} is no text in UTF-8.\nSave it again as CSV UTF-8.") from None
    head = text.partition("\n")[0]
    delimiter = max(",;\t", key=head.count)
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter, restval="")
    columns = list(reader.fieldnames or [])
    if not {column.lower() for column in columns} & NAMES:
        raise UsageError(
            f"The roster {path} has no column that names learners.\n"
            f"Expected a head line with one of: {', '.join(sorted(NAMES))}.\nGot: {head.strip()[:200] or 'nothing'}"
        )
    rows = [{column: row[column] or "" for column in columns} for row in reader]
    return Roster(columns, rows, delimiter)
