"""Marks as CSV: one table of everything, and the gradebook that Canvas or Moodle exported, filled in."""

import csv
import io
import re
import unicodedata
from pathlib import Path

from checker.files import write_whole
from checker.grading.marks import Marks, by_version
from checker.grading.rosters import NAMES, is_maximum

CANVAS = ("Student", "ID", "SIS User ID", "SIS Login ID", "Section")
MOST_POINTS = 100
HEAD = [
    "student", "exercise", "score", "so far", "of", "state", "override", "days late", "late penalty", "grade", "notes",
    "checker", "date", "checks not passed", "seed", "sha256",
]  # fmt: skip
NUMBER = re.compile(r"-?[\d.,]*%?")  # and "-", Moodle's for none
# What begins a formula, at the start or behind a separator. In each of its forms: some programs take one for another.
FORMS = [chr(n) for n in range(0x10000) if unicodedata.normalize("NFKC", chr(n)) in ("=", "+", "-", "@", "\u2212")]
FORMULA = re.compile(rf"(^|[,;|])([\s\"']*)(?=[{re.escape(''.join(FORMS))}])")


def write(kept, folder, names, roster=None, marks=None):
    """Write the tables: `grades.csv`; with a roster also `canvas.csv` or `moodle.csv`, to be imported there.

    A platform's table has no room to say which version of the checker judged: each column holds the grades of one, that
    with most of them, and those of another one lie in a table of their own, such as `canvas-VERSION.csv`.

    Args:
        kept: `checker.grading.records.Records`.
        folder: where to.
        names: the exercises, in their order.
        roster: a `Roster`.
        marks: `checker.grading.marks.Marks`, where there is more than records; else made from these.

    Returns:
        `(paths, notes)`: what was written, and learners that the roster and the submissions do not share.
    """
    marks, numbers, lines = marks or Marks(kept, names), {}, []
    for mark in marks:
        numbers[mark.student] = mark.number
        verdict = mark.record.verdict if mark.record else None
        late = [mark.late.days if mark.late else "", f"{mark.penalty:g}" if mark.penalty else ""]
        override = "" if mark.override is None or mark.override.points is None else f"{mark.override.points:g}"
        lost = " ".join(test.check for test in verdict.tests if not test.passed) if verdict else ""
        so_far = sum(test.score for test in verdict.tests) if verdict else ""
        line = [mark.student, mark.exercise, _shown_score(mark.score), so_far, MOST_POINTS, mark.state, override, *late]
        line += [_shown_score(mark.grade), "; ".join(mark.notes)]
        line += [verdict.checker, verdict.judged, lost, verdict.seed, mark.record.sha256] if verdict else [""] * 5
        lines.append([harmless(value) for value in line])
    paths = [Path(folder, "grades.csv")]
    write_table(paths[0], [HEAD, *lines], ",")
    notes = []
    if roster:
        name = "canvas" if roster.is_canvas else "moodle"
        for old in Path(folder).glob(f"{name}-{'[0-9a-f]' * 16}.csv"):
            old.unlink()
        main, others = by_version(marks)
        paths.append(Path(folder, f"{name}.csv"))
        notes = _fill(roster, main, numbers, names, paths[-1])
        for version, scores in sorted(others.items()):
            paths.append(Path(folder, f"{name}-{version}.csv"))
            _fill(roster, scores, numbers, names, paths[-1])
    return paths, notes


def _shown_score(score):
    return "" if score is None else f"{score:g}"


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
            # "NAME (8812)" on Canvas, "Assignment: NAME (Real)" on Moodle: the column is that assignment's.
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
            notes.append(f"{shown(row, roster)} handed in nothing.")
        known = {column: row.get(column, "") for column in columns}
        known = {column: value if NUMBER.fullmatch(value) else harmless(value) for column, value in known.items()}
        table.append([given.get(column, known[column]) for column in columns])
    write_table(path, table, roster.delimiter)
    return notes


def shown(row, roster):
    """The name, or what else there is, by which a row of a roster calls its learner; "" where there is none."""
    return next((row[column] for column in roster.columns if column.lower() in NAMES and row[column]), "")


def write_table(path, table, delimiter):
    """Write a table as CSV, all of it or nothing."""
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter, lineterminator="\n").writerows(table)
    write_whole(path, text.getvalue().encode("utf-8", "backslashreplace").decode("utf-8"))


def harmless(value):
    """A value that no spreadsheet takes for a formula, whatever it takes for a separator.

    Args:
        value: a text, as a learner or a platform gave it, such as the name =HYPERLINK(...); numbers stay as they are.
    """
    if not isinstance(value, str):
        return value
    value = "".join(c if c.isprintable() else " " if unicodedata.category(c) == "Zs" else _spelled(c) for c in value)
    return FORMULA.sub(r"\1'\2", value)


def _spelled(character):
    """A character that is not seen, or ends a line, in letters; what has no place in a text stays: see `_write`."""
    return character if "\ud800" <= character <= "\udfff" else f"\\x{ord(character):02x}"
