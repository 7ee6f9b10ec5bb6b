"""What a person decided about a grade: points in the place of the checks', or a comment, each with its reason."""

from dataclasses import dataclass
from pathlib import Path

from checker.grading import sheets

FILE = "overrides.csv"  # in the folder of results: no run writes it, so it holds over all that comes
COLUMNS = ("student", "exercise", "points", "comment", "reason")
MOST_POINTS = 100


@dataclass(frozen=True)
class Override:
    """A row of the table.

    Attributes:
        points: that count in the place of those of the checks; None if these stay.
        comment: for the learner; "" if there is none.
        reason: why, for the learner and the tables.
    """

    points: float | None
    comment: str
    reason: str


def read(folder, known):
    """Read the table: `{(student, exercise): Override}`, empty where there is none.

    Args:
        folder: of results.
        known: `checker.grading.sheets.Known`.

    Raises:
        UsageError: rows are wrong; none is taken then.
    """

    def row(cells):
        key = known.student(cells["student"]), known.exercise(cells["exercise"])
        points = sheets.number(cells["points"], MOST_POINTS) if cells["points"] else None
        if points is None and not cells["comment"]:
            raise sheets.Wrong("neither points nor a comment")
        if not cells["reason"]:
            raise sheets.Wrong("no reason; the learner will ask for it")
        return key, Override(points, cells["comment"], cells["reason"])

    return sheets.read(Path(folder, FILE), COLUMNS, ("student", "exercise", "reason"), row)
