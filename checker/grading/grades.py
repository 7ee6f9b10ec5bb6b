"""Marks as CSV: one table of everything, and the platform's gradebook, filled in."""

from pathlib import Path

from checker.grading import gradebooks
from checker.grading.cells import harmless, write_table

MOST_POINTS = 100


def write(kept, folder, names, roster=None, missing=(), chosen=None):
    """Write the tables: `grades.csv`; with a roster also `canvas.csv`, `moodle.csv` and so on, to be imported there.

    Args:
        kept: `checker.grading.records.Records`.
        folder: where to.
        names: the exercises, in their order.
        roster: a `Roster`.
        missing: learners of whom there is no answer, see `checker.grading.submissions.Missing`.
        chosen: `{exercise: column}` of the roster, where somebody chose it.

    Returns:
        `(paths, notes)`: what was written; which columns were filled, and learners that the roster and the submissions
        do not share.
    """
    scores, numbers, comments, lines = {}, {}, {}, []
    for record in kept:
        if record.exercise not in names:
            continue
        verdict, student, score = record.verdict, record.student, record.verdict.score
        scores.setdefault(student, {})[record.exercise] = score
        numbers[student] = record.number
        state = "the checker broke" if verdict.broke else "final" if verdict.complete else "training to come"
        lost = [test.check for test in verdict.tests if not test.passed]
        so_far = sum(test.score for test in verdict.tests)
        shown = "" if score is None else f"{score:g}"
        comments[student, record.exercise] = comment(score, lost)
        cells = [student, record.number, record.exercise, shown, so_far, MOST_POINTS, state, " ".join(lost)]
        lines.append([*cells, verdict.seed, record.sha256])
    head = ["student", "number", "exercise", "score", "so far", "of", "state", "checks not passed", "seed", "sha256"]
    paths = [Path(folder, "grades.csv")]
    write_table(paths[0], [head, *([harmless(value) for value in line] for line in lines)], ",")
    notes = []
    if roster:
        paths.append(Path(folder, f"{roster.platform}.csv"))
        notes = gradebooks.fill(roster, scores, numbers, names, paths[-1], missing, chosen, comments)
    return paths, notes


def comment(score, lost):
    """What a learner reads beside a grade; "" while it is open.

    Args:
        score: the points, or None.
        lost: names of the checks that were not passed.
    """
    if score is None:
        return ""
    return f"{score:g} of {MOST_POINTS} points. " + (
        f"Not passed: {', '.join(lost)}." if lost else "All checks passed."
    )
