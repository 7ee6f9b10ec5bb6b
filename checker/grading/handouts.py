"""The page that each learner may get: the report, whose it is, and what a person or a due date changed."""

from checker.report.pages import report_page
from checker.text import encodable

FOLDER = "reports"


def place(kept, student, exercise):
    """Where a learner's page lies."""
    return kept.folder / FOLDER / exercise / f"{kept.path(student, exercise).stem}.html"


def write(mark, kept):
    """Write a learner's page, unless it is there already as it should be.

    Args:
        mark: a `checker.grading.marks.Mark`; without a report, an older page goes.
        kept: `checker.grading.records.Records`.

    Raises:
        OSError: it cannot be written.
    """
    path = place(kept, mark.student, mark.exercise)
    report = mark.record.verdict.report if mark.record else None
    if report is None:
        path.unlink(missing_ok=True)
        return
    text = encodable(report_page(report, _graded(mark)))
    try:
        if path.read_text("utf-8") == text:
            return
    except (OSError, ValueError):
        pass  # missing, or damaged
    kept.put(path, text)


def write_all(marks):
    """Write the pages of all records.

    Args:
        marks: `checker.grading.marks.Marks`.

    Returns:
        Notes about those that cannot be written.
    """
    notes = []
    for mark in marks:
        try:
            write(mark, marks.kept)
        except OSError as error:
            notes.append(f"{mark.student}: no report of {mark.exercise} was written: {error.strerror}")
    return notes


def _graded(mark):
    """What `graded.html` shows, as texts."""
    override, late = mark.override, mark.late
    return {
        "student": mark.student,
        "score": "not final" if mark.score is None else f"{mark.score:g}",
        "set_to": "" if override is None or override.points is None else f"{override.points:g}",
        "reason": override.reason if override else "",
        "comment": override.comment if override else "",
        "days": days(late.days) if late else "",
        "penalty": f"{mark.penalty:g}" if mark.penalty else "",
        "extra": days(late.extra) if late and late.extra else "",
        "submitted": late.submitted.strftime("%Y-%m-%d %H:%M") if late else "",
        "due": late.due.strftime("%Y-%m-%d %H:%M") if late else "",
        "grade": "open" if mark.grade is None else f"{mark.grade:g}",
        "checker": mark.record.verdict.checker,
    }


def days(count):
    """A number of days as one says it."""
    return f"{count:g} {'day' if count == 1 else 'days'}"
