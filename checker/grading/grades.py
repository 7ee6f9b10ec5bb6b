"""Marks as CSV: one table of everything, and the platform's gradebook, filled in."""

from pathlib import Path

from checker.grading import gradebooks
from checker.grading.cells import harmless, write_table
from checker.grading.marks import Marks, by_version

MOST_POINTS = 100
HEAD = [
    "student", "number", "exercise", "score", "so far", "of", "state", "override", "days late", "late penalty", "grade",
    "notes", "checker", "date", "checks not passed", "seed", "sha256",
]  # fmt: skip


def write(kept, folder, names, roster=None, missing=(), chosen=None, marks=None):
    """Write the tables: `grades.csv`; with a roster also `canvas.csv`, `moodle.csv` and so on, to be imported there.

    A platform's table has no room to say which version of the checker judged: each column holds the grades of one, that
    with most of them, and those of another one lie in a table of their own, such as `canvas-VERSION.csv`.

    Args:
        kept: `checker.grading.records.Records`.
        folder: where to.
        names: the exercises, in their order.
        roster: a `Roster`.
        missing: learners of whom there is no answer, see `checker.grading.submissions.Missing`.
        chosen: `{exercise: column}` of the roster, where somebody chose it.
        marks: `checker.grading.marks.Marks`, where there is more than records; else made from these.

    Returns:
        `(paths, notes)`: what was written; which columns were filled, and learners that the roster and the submissions
        do not share.
    """
    marks, numbers, comments, lines = marks or Marks(kept, names), {}, {}, []
    for mark in marks:
        numbers[mark.student] = mark.number
        verdict = mark.record.verdict if mark.record else None
        lost = [test.check for test in verdict.tests if not test.passed] if verdict else []
        comments[mark.student, mark.exercise] = comment(mark, lost)
        late = [mark.late.days if mark.late else "", f"{mark.penalty:g}" if mark.penalty else ""]
        so_far = sum(test.score for test in verdict.tests) if verdict else ""
        line = [mark.student, mark.number, mark.exercise, _shown(mark.score), so_far, MOST_POINTS, mark.state]
        line += [
            _shown(mark.override.points) if mark.override else "",
            *late,
            _shown(mark.grade),
            "; ".join(mark.notes),
        ]
        line += [verdict.checker, verdict.judged, " ".join(lost), verdict.seed] if verdict else [""] * 4
        lines.append([harmless(value) for value in [*line, mark.record.sha256 if mark.record else ""]])
    paths = [Path(folder, "grades.csv")]
    write_table(paths[0], [HEAD, *lines], ",")
    notes = []
    if roster:
        for old in Path(folder).glob(f"{roster.platform}-{'[0-9a-f]' * 16}.csv"):
            old.unlink()
        main, others = by_version(marks)
        paths.append(Path(folder, f"{roster.platform}.csv"))
        notes = gradebooks.fill(roster, main, numbers, names, paths[-1], missing, chosen, comments)
        for version, scores in sorted(others.items()):
            paths.append(Path(folder, f"{roster.platform}-{version}.csv"))
            gradebooks.fill(roster, scores, numbers, names, paths[-1], missing, chosen, comments)
    return paths, notes


def comment(mark, lost):
    """What a learner reads beside a grade; "" while it is open.

    Args:
        mark: a `checker.grading.marks.Mark`.
        lost: names of the checks that were not passed.
    """
    if mark.grade is None:
        return ""
    told = [f"{mark.grade:g} of {MOST_POINTS} points."]
    if mark.grade != mark.score and mark.score is not None:
        told.append(f"By the checks: {mark.score:g}.")
    if mark.override and mark.override.points is not None:
        told.append(f"Set to {mark.override.points:g}: {mark.override.reason}.")
    if mark.override and mark.override.comment:
        told.append(mark.override.comment)
    if mark.penalty:
        told.append(f"Late, begun days: {mark.late.days}, which costs {mark.penalty:g} points.")
    if mark.record:
        told.append(f"Not passed: {', '.join(lost)}." if lost else "All checks passed.")
    return " ".join(told)


def _shown(score):
    return "" if score is None else f"{score:g}"
