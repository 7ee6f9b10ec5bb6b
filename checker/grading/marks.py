"""Marks as CSV: one table of everything, and the gradebook that Canvas or Moodle exported, filled in."""

import csv
import io
import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from checker.errors import UsageError
from checker.files import write_whole
from checker.grading import records

CANVAS = ("Student", "ID", "SIS User ID", "SIS Login ID", "Section")
# Columns of a roster that may name a learner, lower case.
NAMES = {
    "id", "student", "student id", "student_id", "name", "full name", "username", "user name", "login", "email",
    "e-mail", "email address", "id number", "identifier", "sis user id", "sis login id",
}  # fmt: skip
MOST_POINTS = 100


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
        return self._by_name.get(_plain(student)) or (self._by_name.get(f"#{number}") if number else None)

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
                for key in (_plain(value), f"#{value.removeprefix('Participant ')}", joined):
                    found.setdefault(key, row)
        return found


def is_maximum(row):
    """Whether a row of Canvas's holds the points that can be had, in the place of a learner's."""
    return row.get("Student", "").strip() == "Points Possible"


def _plain(name):
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


def write(kept, folder, names, roster=None):
    """Write the tables: `grades.csv`; with a roster also `canvas.csv` or `moodle.csv`, to be imported there.

    Args:
        kept: `checker.grading.records.Records`.
        folder: where to.
        names: the exercises, in their order.
        roster: a `Roster`.

    Returns:
        `(paths, notes)`: what was written, and learners that the roster and the submissions do not share.
    """
    scores, numbers, lines = {}, {}, []
    for record in kept:
        if record["exercise"] not in names:
            continue
        score, student = records.score(record), record["student"]
        scores.setdefault(student, {})[record["exercise"]] = score
        numbers[student] = record.get("number", "")
        state = "the checker broke" if record["broke"] else "final" if record["complete"] else "training to come"
        tests = record["report"]["tests"] if record["report"] else []
        lost = " ".join(test["extra_data"]["check"] for test in tests if test["status"] != "passed")
        so_far = sum(test["score"] for test in tests)
        shown = "" if score is None else f"{score:g}"
        lines.append(
            [student, record["exercise"], shown, so_far, MOST_POINTS, state, lost, record["seed"], record["sha256"]]
        )
    head = ["student", "exercise", "score", "so far", "of", "state", "checks not passed", "seed", "sha256"]
    paths = [Path(folder, "grades.csv")]
    _write(paths[0], [head, *([_harmless(value) for value in line] for line in lines)], ",")
    notes = []
    if roster:
        paths.append(Path(folder, "canvas.csv" if roster.is_canvas else "moodle.csv"))
        notes = _fill(roster, scores, numbers, names, paths[-1])
    return paths, notes


def _fill(roster, scores, numbers, names, path):
    found, notes = {}, []
    for student in scores:
        row = roster.find(student, numbers[student])
        if row is None:
            notes.append(f"{student} handed in, and is not in the roster.")
        elif id(row) in found:
            notes.append(f"{student} and {found[id(row)]} are the same in the roster; only the latter is filled in.")
        else:
            found[id(row)] = student
    columns = [column for column in roster.columns if not roster.is_canvas or column in CANVAS]
    where = {}
    for name in names:
        if any(name in marks for marks in scores.values()):
            # "mnist (8812)" on Canvas, "Assignment: mnist (Real)" on Moodle: the column is that assignment's.
            known = [column for column in roster.columns if re.search(rf"(?i)\b{name}\b", column)]
            where[name] = known[0] if known else name
            columns += [where[name]] * (where[name] not in columns)
    table = [columns]
    for row in roster.rows:
        marks = scores.get(found.get(id(row)), {})
        given = {where[name]: f"{mark:g}" for name, mark in marks.items() if mark is not None}
        if is_maximum(row):
            given = dict.fromkeys(where.values(), str(MOST_POINTS))
        elif not marks and any(row[column] for column in roster.columns if column.lower() in NAMES):
            notes.append(f"{_shown(row, roster)} handed in nothing.")
        table.append([given.get(column, row.get(column, "")) for column in columns])
    _write(path, table, roster.delimiter)
    return notes


def _shown(row, roster):
    return next(row[column] for column in roster.columns if column.lower() in NAMES and row[column])


def _write(path, table, delimiter):
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter, lineterminator="\n").writerows(table)
    write_whole(path, text.getvalue().encode("utf-8", "backslashreplace").decode("utf-8"))


def _harmless(value):
    """A value that a spreadsheet takes for text: a learner may be called =HYPERLINK(...)."""
    return f"'{value}" if isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t", "\r") else value
