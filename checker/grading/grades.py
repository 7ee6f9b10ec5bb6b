"""Marks as CSV: one table of everything, and the gradebook that Canvas or Moodle exported, filled in."""

import csv
import io
import re
import unicodedata
from pathlib import Path

from checker.files import write_whole
from checker.grading.rosters import NAMES, is_maximum

CANVAS = ("Student", "ID", "SIS User ID", "SIS Login ID", "Section")
MOST_POINTS = 100
NUMBER = re.compile(r"-?[\d.,]*%?")  # and "-", Moodle's for none
# What begins a formula, at the start or behind a separator. In each of its forms: some programs take one for another.
FORMS = [chr(n) for n in range(0x10000) if unicodedata.normalize("NFKC", chr(n)) in ("=", "+", "-", "@", "\u2212")]
FORMULA = re.compile(rf"(^|[,;|])([\s\"']*)(?=[{re.escape(''.join(FORMS))}])")


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
        if record.exercise not in names:
            continue
        verdict, student, score = record.verdict, record.student, record.verdict.score
        scores.setdefault(student, {})[record.exercise] = score
        numbers[student] = record.number
        state = "the checker broke" if verdict.broke else "final" if verdict.complete else "training to come"
        lost = " ".join(test.check for test in verdict.tests if not test.passed)
        so_far = sum(test.score for test in verdict.tests)
        shown = "" if score is None else f"{score:g}"
        lines.append([student, record.exercise, shown, so_far, MOST_POINTS, state, lost, verdict.seed, record.sha256])
    head = ["student", "exercise", "score", "so far", "of", "state", "checks not passed", "seed", "sha256"]
    paths = [Path(folder, "grades.csv")]
    _write(paths[0], [head, *([harmless(value) for value in line] for line in lines)], ",")
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
            notes.append(f"{_shown(row, roster)} handed in nothing.")
        known = {column: row.get(column, "") for column in columns}
        known = {column: value if NUMBER.fullmatch(value) else harmless(value) for column, value in known.items()}
        table.append([given.get(column, known[column]) for column in columns])
    _write(path, table, roster.delimiter)
    return notes


def _shown(row, roster):
    return next(row[column] for column in roster.columns if column.lower() in NAMES and row[column])


def _write(path, table, delimiter):
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
