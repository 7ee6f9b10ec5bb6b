"""Due dates, extra days and what a late day costs: the penalty stands beside the points, never within them.

Three tables in the folder of results, which no run writes: `deadlines.csv` (exercise, due, penalty per day, at most),
`extra-days.csv` (student, exercise, days, reason; an empty exercise means all), and `submitted.csv` (student, exercise,
submitted) for those of whom the platform gives no time.
"""

import math
import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from checker.grading import sheets
from checker.grading.learners import MONTHS, read_codes

DEADLINES, EXTRA, SUBMITTED = "deadlines.csv", "extra-days.csv", "submitted.csv"
MOST_DAYS, MOST_POINTS = 1000, 100
DAY = timedelta(days=1)
MOODLE_COLUMN = "last modified (submission)"
# "Saturday, 14 November 2026, 9:15 AM", as Moodle writes it in English.
MOODLE = re.compile(r"(?:\w+, )?(\d{1,2}) (\w+) (\d{4}), (\d{1,2}):(\d\d)(?: ([AP]M))?")


@dataclass(frozen=True)
class Deadline:
    """A row of `deadlines.csv`: when, the points that a day costs, and the most that all days cost."""

    due: datetime
    per_day: float
    most: float


@dataclass(frozen=True)
class Lateness:
    """How late a submission came.

    Attributes:
        submitted, due: times; `due` with the extra days.
        days: begun days after it; 0 if it is in time.
        points: that they cost.
        extra: days that the learner had beyond the others'.
    """

    submitted: datetime
    due: datetime
    days: int
    points: float
    extra: float


@dataclass(frozen=True)
class Deadlines:
    """What the three tables say.

    Attributes:
        due: `{exercise: Deadline}`.
        extra: `{(student, exercise): (days, reason)}`.
        submitted: `{(student, exercise): time}`.
    """

    due: dict = field(default_factory=dict)
    extra: dict = field(default_factory=dict)
    submitted: dict = field(default_factory=dict)

    def late(self, student, exercise, text=""):
        """How late a submission came: a `Lateness`; None where there is no due date, or no time is known.

        Args:
            student, exercise: names.
            text: the time as the platform gave it, see `handed_in`; `submitted.csv` comes before it.
        """
        deadline = self.due.get(exercise)
        when = self.submitted.get((student, exercise)) or (datetime.fromisoformat(text) if text else None)
        if deadline is None or when is None:
            return None
        extra, _ = self.extra.get((student, exercise)) or self.extra.get((student, "")) or (0, "")
        due = deadline.due + extra * DAY
        if when.tzinfo is None:  # a platform's time without a zone is on the clock on which the due date is
            when = when.replace(tzinfo=due.tzinfo)
        days = max(math.ceil((when - due) / DAY), 0)
        return Lateness(when, due, days, min(days * deadline.per_day, deadline.most), extra)


def read(folder, known):
    """Read the three tables: `Deadlines`, which say nothing where there are none.

    Args:
        folder: of results.
        known: `checker.grading.sheets.Known`.

    Raises:
        UsageError: rows are wrong; none is taken then.
    """

    def due(cells):
        per_day = sheets.number(cells["penalty per day"].removesuffix("%").strip(), MOST_POINTS)
        most = cells["at most"].removesuffix("%").strip()
        most = sheets.number(most, MOST_POINTS) if most else MOST_POINTS
        return known.exercise(cells["exercise"]), Deadline(_with_zone(_time(cells["due"])), per_day, most)

    def has_date(exercise):
        if exercise not in deadlines:
            raise sheets.Wrong(f"{exercise} has no due date in {DEADLINES}")
        return exercise

    def extra(cells):
        exercise = has_date(known.exercise(cells["exercise"])) if cells["exercise"] else ""
        return (known.student(cells["student"]), exercise), (sheets.number(cells["days"], MOST_DAYS), cells["reason"])

    def submitted(cells):
        exercise = has_date(known.exercise(cells["exercise"]))
        return (known.student(cells["student"]), exercise), _time(cells["submitted"])

    columns = "exercise", "due", "penalty per day", "at most"
    deadlines = sheets.read(Path(folder, DEADLINES), columns, columns[:3], due)
    columns = "student", "exercise", "days", "reason"
    days = sheets.read(Path(folder, EXTRA), columns, columns[:3:2], extra)
    columns = "student", "exercise", "submitted"
    return Deadlines(deadlines, days, sheets.read(Path(folder, SUBMITTED), columns, columns, submitted))


def _time(text):
    try:
        return datetime.fromisoformat(text if len(text) > 10 else f"{text} 23:59:59")
    except ValueError:
        raise sheets.Wrong(
            f"expected a time such as 2026-11-30 23:59 or 2026-11-30T23:59+01:00, got {text!r}"
        ) from None


def _with_zone(time):
    """A time without a zone is on this machine's clock."""
    return time.astimezone() if time.tzinfo is None else time


def handed_in(place):
    """When a file was handed in, as its name, its folder's or nbgrader's `timestamp.txt` beside it says.

    Args:
        place: where it was found, see `checker.grading.submissions.Submission`.

    Returns:
        The time as ISO 8601 has it, with a zone only if there is one; "" where none is given. A file's own date is
        none: unpacking and copying change it.
    """
    for part in re.split(r": |[\\/]", place):
        if (code := read_codes([part]).get(part)) and code.when:
            return _iso(*code.when)
    try:
        text = Path(place).with_name("timestamp.txt").read_text("utf-8").strip()
        return datetime.fromisoformat(text.replace(" UTC", "+00:00")).isoformat()
    except (OSError, ValueError):
        return ""


def from_row(row):
    """When it was handed in, as a row of Moodle's grading worksheet says; "" where it does not."""
    text = next((value for column, value in row.items() if column.strip().lower() == MOODLE_COLUMN), "")
    found = MOODLE.fullmatch(text.strip())
    if not found:
        return ""
    return _iso(int(found[3]), _month(found[2]), int(found[1]), *_hours(found[4], found[5], found[6]))


def _month(name):
    """Its number; 0, which no date has, where it is none in English."""
    return MONTHS.index(name[:3].lower()) + 1 if name[:3].lower() in MONTHS else 0


def _hours(hours, minutes, half):
    hours = int(hours) if half is None else int(hours) % 12 + 12 * (half == "PM")
    return hours, int(minutes)


def _iso(*parts):
    try:
        return datetime(*parts).isoformat()
    except ValueError:
        return ""
