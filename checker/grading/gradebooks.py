"""Fills in the table that a learning platform exported: the right rows, the right column, in the platform's points."""

import re
from collections import defaultdict
from dataclasses import dataclass

from checker.errors import UsageError
from checker.grading.cells import NUMBER, harmless, write_table
from checker.grading.learners import plain
from checker.grading.rosters import FIRST, FULL, IDS, LAST, is_maximum

MOST_POINTS = 100
# What Canvas's import needs of a row; `Section` must be the last before assignments.
CANVAS = ("Student", "ID", "SIS User ID", "SIS Login ID", "Integration ID", "Root Account", "Section")
CANVAS_TITLE = re.compile(r"(?P<title>.*\S)\s*\(\d+\)")
MOODLE_TITLE = re.compile(r"(?:(?P<kind>[^:]+): )?(?P<title>.*?)(?: \((?P<what>[^()]+)\))?")
BLACKBOARD_TITLE = re.compile(r"(?P<title>.*?)\s*\[(?P<what>[^\]]*)\].*")
BRIGHTSPACE_TITLE = re.compile(r"(?P<title>.*?) (?:Points|Numeric|Weighted|Final) ?\w* ?Grade(?: <(?P<what>.*)>)?")
TITLES = {"canvas": CANVAS_TITLE, "blackboard": BLACKBOARD_TITLE, "brightspace": BRIGHTSPACE_TITLE}
MAXIMUM = re.compile(r"(?:Total Pts: (?:up to )?|MaxPoints:)\s*(?P<points>[\d.,]+)")
# Of Moodle's columns, lower case, in some languages: other things than files that are handed in; other than points.
OTHER_KINDS = {"quiz", "test", "forum", "lesson", "scorm package", "h5p", "glossary", "cuestionario"}
ASSIGNMENTS = {"assignment", "aufgabe", "devoir", "tarea", "compito", "opdracht", "tarefa"}
OTHER_VALUES = {"percentage", "letter", "feedback", "prozentsatz", "buchstabe", "pourcentage", "lettre", "porcentaje"}
GRADE = {"grade", "bewertung", "note", "calificación", "valutazione", "cijfer", "nota", "avaliação"}
BEST = {"maximum grade", "max grade", "bestwertung", "note maximale", "calificación máxima", "valutazione massima"}
COMMENTS = {
    "feedback comments",
    "feedback als kommentar",
    "commentaires de feedback",
    "comentarios de retroalimentación",
}
OURS = "Checked by program: "  # begins a comment that a later run may replace
EXCUSED = {"ex", "excused"}
AS_MEMBER, BY_NAME, BY_NUMBER = range(3)  # how sure it is that a row is a learner's


@dataclass(frozen=True)
class Column:
    """Where an exercise's grades go.

    Attributes:
        name: of the column.
        is_new: whether the platform's table has it not yet.
        is_exact: whether it is called as the exercise, and nothing else.
    """

    name: str
    is_new: bool = False
    is_exact: bool = True


def find_column(roster, exercise, chosen=None):
    """The column of an exercise: the one that somebody chose, that is called as it, or the only one that names it.

    Args:
        roster: a `checker.grading.rosters.Roster`.
        exercise: its name.
        chosen: `{exercise: column}`.

    Returns:
        A `Column`; a new one where none names the exercise.

    Raises:
        UsageError: it is not certain which.
    """
    wanted = (chosen or {}).get(exercise)
    if wanted is not None:
        if wanted not in roster.columns:
            raise UsageError(
                f"The roster has no column {wanted!r} for {exercise}.\nIt has: {', '.join(roster.columns)}"
            )
        return Column(wanted)
    titles = {column: title for column in roster.columns if (title := _title(roster, column)) is not None}
    exact = [column for column, title in titles.items() if plain(title) in (exercise, f"{exercise}.py")]
    if len(exact) > 1:
        exact = [column for column in exact if _kind(roster.labels.get(column, column)) in ASSIGNMENTS] or exact
    word = re.compile(rf"(?<![^\W_]){re.escape(exercise)}(?![^\W_])", re.IGNORECASE)
    found = exact or [column for column, title in titles.items() if word.search(title)]
    if len(found) > 1:
        raise UsageError(
            f"{exercise}: several columns of the roster could be its: {', '.join(map(repr, found))}.\n"
            f"Say which: --column {f'{exercise}={found[0]}'!r}"
        )
    if found:
        return Column(found[0], is_exact=bool(exact))
    grade = [column for column in roster.columns if column.strip().lower() in GRADE]
    if grade and roster.platform == "moodle":
        return Column(grade[0])
    return Column(f"{exercise} Points Grade" if roster.platform == "brightspace" else exercise, is_new=True)


def check(roster, exercises, chosen=None):
    """Look, before anything is graded, whether it is certain which column each exercise's grades go to.

    Raises:
        UsageError: it is not.
    """
    places = defaultdict(list)
    for exercise in exercises:
        places[find_column(roster, exercise, chosen).name].append(exercise)
    for column, several in places.items():
        if len(several) > 1:
            raise UsageError(
                f"The roster has one column, {column!r}, for {' and '.join(several)}.\n"
                f"Name the one exercise that it is about: --exercise {several[0]}"
            )


def _kind(column):
    return (MOODLE_TITLE.fullmatch(column)["kind"] or "").strip().lower()


def _title(roster, column):
    """What an assignment's column is called without what the platform adds; None for a column that is none."""
    if any("read only" in row[column].lower() for row in roster.rows if is_maximum(row)):
        return None
    column = roster.labels.get(column, column)
    lower = column.strip().lower()
    if lower in FULL | FIRST | LAST | IDS or (roster.is_canvas and column in CANVAS) or column == roster.own:
        return None
    if roster.platform in TITLES:
        found = TITLES[roster.platform].fullmatch(column)
        return found["title"] if found else column
    found = MOODLE_TITLE.fullmatch(column)
    if _kind(column) in OTHER_KINDS or (found["what"] or "").strip().lower() in OTHER_VALUES:
        return None
    return found["title"]


def fill(roster, scores, numbers, names, path, missing=(), chosen=None, comments=None):
    """Write the table, filled in.

    A row is filled where it is certain whose it is; where it is not, it stays as it was, and a note says so. So does a
    mark that is excused, and the platform's maximum, to which the points are scaled.

    Args:
        roster: a `checker.grading.rosters.Roster`.
        scores: `{student: {exercise: points of 100, or None}}`.
        numbers: `{student: number}`, see `checker.grading.submissions.Submission`.
        names: the exercises, in their order.
        path: of the table.
        missing: learners of whom there is no answer, see `checker.grading.submissions.Missing`.
        chosen: `{exercise: column}` as somebody chose them.
        comments: `{(student, exercise): text}`, for Moodle's *Feedback comments*.

    Returns:
        Notes: which columns were filled, and learners that only one side knows.
    """
    owners, settled, notes = _match(roster, scores, numbers, missing)
    columns, told = _columns(roster, [name for name in names if any(name in each for each in scores.values())], chosen)
    changed = {}
    for name, column in columns.items():
        cells, trouble = _cells(roster, name, column, scores, owners)
        if trouble and not column.is_exact:
            told.append(
                f"{name}: the column {column.name!r} has other grades, and is not filled in. If it is the right one:"
                f" --column {f'{name}={column.name}'!r}"
            )
            continue
        changed[column.name] = cells
        told.append(_told(roster, name, column))
    notes = told + notes
    for row in roster.rows:
        student = owners.get(id(row))
        if student is None and id(row) not in settled and roster.shown(row):
            notes.append(f"{roster.shown(row)} handed in nothing.")
        elif student and roster.platform == "canvas":
            excused = [c for c in changed if (row.get(c) or "").strip().lower() in EXCUSED]
            notes += [f"{roster.shown(row)} is excused in {column!r}, and stays so." for column in excused]
    if roster.is_worksheet:
        _comment(roster, owners, columns, changed, comments or {})
    _write(roster, changed, path)
    return notes


def _match(roster, scores, numbers, missing):
    """Whose each row is: `({id(row): student}, ids of rows about which something is known, notes)`."""
    claims, settled, notes = defaultdict(list), set(), []
    silent = {each.student: each.number for each in missing if each.student not in scores}
    for student, number in [*((each, numbers.get(each, "")) for each in scores), *silent.items()]:
        rows, members = roster.candidates(student, number), roster.members(student, number)
        settled.update(map(id, [*rows, *members]))
        if members:
            for row in members:
                claims[id(row)].append((student, AS_MEMBER))
            notes.append(f"{student} is a group: {'; '.join(roster.shown(row) for row in members)}.")
        elif len(rows) == 1:
            claims[id(rows[0])].append((student, BY_NUMBER if roster.is_numbered(number) else BY_NAME))
            if roster.is_canvas and number and student in scores and not roster.agrees(student, number):
                notes.append(
                    f"{student} is {roster.shown(rows[0])} by the number alone. If it is a group's work, only that"
                    " member is filled in. For the others add the group set's list: --groups FILE"
                )
        elif rows:
            shown = "; ".join(sorted({roster.shown(row) for row in rows}))
            notes.append(f"{student} could be {len(rows)} in the roster ({shown}); none of them is filled in.")
        elif student in scores:
            others = roster.under_number(number)
            told = f" Its number is that of {others}: a group has such a number, too." if others else ""
            notes.append(f"{student} handed in, and is not in the roster.{told}")
    owners = {}
    for row, claimed in claims.items():
        best = max(how for _, how in claimed)
        surest = [student for student, how in claimed if how == best]
        graded = [student for student in surest if student in scores]
        if len(surest) > 1 and any(scores.get(each) != scores.get(surest[0]) for each in surest):
            notes.append(f"{' and '.join(surest)} are the same in the roster; nothing is filled in for them.")
        elif graded:
            owners[row] = graded[0]
        others = [student for student, how in claimed if how == BY_NAME < best and student in scores]
        notes += [f"{student} may be {surest[0]} in the roster; only the latter is filled in." for student in others]
    return owners, settled, notes


def _columns(roster, exercises, chosen):
    columns, told = {}, []
    for name in exercises:
        try:
            check(roster, [*columns, name], chosen)
            columns[name] = find_column(roster, name, chosen)
        except UsageError as error:
            told.append(f"{name} is not filled in. {' '.join(str(error).split())}")
    return columns, told


def _cells(roster, name, column, scores, owners):
    """What goes into a column, `{id(row): text}`, and whether another grade than these stands there already."""
    cells, trouble = {}, False
    for row in roster.rows:
        mark = scores.get(owners.get(id(row)), {}).get(name)
        known = row.get(column.name, "").strip()
        if is_maximum(row) and column.is_new:
            cells[id(row)] = str(MOST_POINTS)
        elif mark is not None and known.lower() not in EXCUSED:
            most, is_comma = _maximum(roster, row, column)
            text = f"{mark * most / MOST_POINTS:.2f}".rstrip("0").rstrip(".")
            cells[id(row)] = text.replace(".", ",") if is_comma else text
            trouble |= known not in ("", "-") and _number(known) != _number(text)
    return cells, trouble


def _maximum(roster, row, column):
    """The points that the platform gives for all of it, and whether it writes them with a comma."""
    text = ""
    if found := MAXIMUM.search(column.name):
        text = found["points"]
    elif roster.is_canvas:
        text = next((each.get(column.name, "") for each in roster.rows if is_maximum(each)), "")
    elif column.name.strip().lower() in GRADE:
        text = next((row[each] for each in roster.columns if each.strip().lower() in BEST), "")
    most = _number(text)
    return (most or MOST_POINTS), bool(most) and "," in text and "." not in text


def _number(text):
    text = text.strip()
    if "," in text and "." not in text:
        text = text.replace(",", ".")
    try:
        return float(text.replace(",", ""))
    except ValueError:
        return None


def _told(roster, name, column):
    most = {_maximum(roster, row, column)[0] for row in roster.rows if roster.shown(row)} or {MOST_POINTS}
    scale = f"points of {' or '.join(f'{each:g}' for each in sorted(most))}"
    return f"{name}: filled in as {'the new column ' if column.is_new else ''}{column.name!r}, {scale}."


def _comment(roster, owners, columns, changed, comments):
    """Write what was found into Moodle's column of comments, where nobody wrote anything else."""
    place = next((column for column in roster.columns if column.strip().lower() in COMMENTS), None)
    if place is None:
        return
    changed[place] = {}
    for row in roster.rows:
        for name in columns:
            text = comments.get((owners.get(id(row)), name))
            if text and (not row[place].strip() or row[place].startswith(OURS)):
                changed[place][id(row)] = harmless(f"{OURS}{text}")


def _write(roster, changed, path):
    new = [column for column in changed if column not in roster.columns]
    if roster.is_canvas:  # its import takes a table of fewer columns, and leaves the others as they are
        info = [column for column in roster.columns if column in CANVAS and column != "Section"]
        columns = [*info, "Section", *(column for column in roster.columns if column in changed), *new]
        head, table = "", [[roster.labels.get(column, column) for column in columns]]
    else:
        last = [column for column in roster.columns[-1:] if column.strip().lower() == "end-of-line indicator" and new]
        columns = [*roster.columns[: len(roster.columns) - len(last)], *new, *last]
        head, table = ("", [[roster.labels.get(each, each) for each in columns]]) if new else (roster.head, [])
    for row in roster.rows:
        cells = [changed.get(column, {}).get(id(row), row.get(column, "")) for column in columns]
        table.append([cell if NUMBER.fullmatch(cell) else harmless(cell) for cell in cells])
    write_table(path, table, roster.delimiter, head, roster.newline)
