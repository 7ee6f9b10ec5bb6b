"""What counts for each learner: the points of the checks, what a person set in their place, and what being late costs.

None of the three is hidden in another: tables, the class page and the learner's report show each by itself.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass, field

from checker.grading import deadlines
from checker.grading.deadlines import Deadlines, Lateness
from checker.grading.overrides import Override
from checker.grading.records import WAITING, Record
from checker.version import version

NOTHING = "nothing handed in"


@dataclass(frozen=True)
class Mark:
    """What counts for a learner and an exercise.

    Attributes:
        student, exercise, number: as in `checker.grading.records.Record`.
        record: what the checks found; None where only a person gave points.
        override: what a person decided; None if nothing.
        late: how late it came; None where no due date, or no time, is known.
        here: whether it was handed in in this run, not in an earlier one.
        waiting: the record of a regrade that nobody has accepted yet; None if there is none.
    """

    student: str
    exercise: str
    number: str = ""
    record: Record | None = None
    override: Override | None = None
    late: Lateness | None = None
    here: bool = True
    waiting: Record | None = None

    @property
    def score(self):
        """The points of the checks; None while they are open."""
        return self.record.verdict.score if self.record else None

    @property
    def points(self):
        """What a person set, else the points of the checks."""
        return self.score if self.override is None or self.override.points is None else self.override.points

    @property
    def penalty(self):
        """Points that being late costs: never more than there are."""
        return min(self.late.points, self.points) if self.late and self.points is not None else 0

    @property
    def grade(self):
        """Points less the penalty; None while the points are open."""
        return None if self.points is None else self.points - self.penalty

    @property
    def state(self):
        if self.record is None:
            return NOTHING
        verdict = self.record.verdict
        return "the checker broke" if verdict.broke else "final" if verdict.complete else "training to come"

    @property
    def is_old(self):
        """Whether another version of the checker judged than the one that is running."""
        return self.record is not None and self.record.verdict.checker != version()

    @property
    def notes(self):
        """What must not be overlooked in a table: a list of short texts."""
        told = []
        if not self.here:
            told.append("of an earlier run, not in this one")
        if self.is_old:
            told.append(f"by another version of the checker than this run's, {version()}")
        if self.waiting:
            score = self.waiting.verdict.score
            told.append("a new grade waits" + ("" if score is None else f": {score:g}"))
        if self.override:
            set_to = "" if self.override.points is None else f"set to {self.override.points:g} by a person: "
            told += [f"{set_to}{self.override.reason}"] * bool(set_to) + [self.override.comment] * bool(
                self.override.comment
            )
        if self.late and self.late.extra:
            told.append(f"{self.late.extra:g} extra days")
        return told


@dataclass
class Marks:
    """All marks, made from records one by one: of a large class only what is looked at is in memory.

    Attributes:
        kept: `checker.grading.records.Records`.
        names: the exercises, in their order.
        found: the submissions of this run; None where it is not known which there were.
        overrides: see `checker.grading.overrides.read`.
        dates: `checker.grading.deadlines.Deadlines`.
        roster: a `checker.grading.rosters.Roster` that may say when something was handed in, or None.
    """

    kept: object
    names: list
    found: list | None = None
    overrides: dict = field(default_factory=dict)
    dates: Deadlines = field(default_factory=Deadlines)
    roster: object = None

    def __post_init__(self):
        self._here = {(each.student, each.exercise): each for each in self.found or ()}

    def __iter__(self):
        """Yields a `Mark` for each record, and for each learner to whom only a person gave something."""
        left = dict(self.overrides)
        for record in self.kept:
            if record.exercise in self.names:
                left.pop((record.student, record.exercise), None)
                yield self.of(record)
        for (student, exercise), override in left.items():
            if exercise in self.names:
                yield Mark(student, exercise, override=override)

    def of(self, record):
        """The `Mark` of a record that counts."""
        key = record.student, record.exercise
        return Mark(
            *key,
            record.number,
            record,
            self.overrides.get(key),
            self.dates.late(*key, self.submitted(record)),
            self.found is None or key in self._here,
            self.kept.read(*key, WAITING),
        )

    def submission(self, student, exercise):
        """The submission of this run; None if there is none."""
        return self._here.get((student, exercise))

    def submitted(self, record):
        """When it was handed in, as the platform says, in ISO 8601; "" if unknown."""
        here = self.submission(record.student, record.exercise)
        if told := (deadlines.handed_in(here.place) if here else "") or record.submitted:
            return told
        row = self.roster.find(record.student, record.number) if self.roster else None
        return deadlines.from_row(row) if row else ""


def by_version(marks):
    """Grades for a platform's table, which has no room to say which version of the checker judged.

    Args:
        marks: an iterable of `Mark`.

    Returns:
        `(main, others)`: `main` is `{student: {exercise: grade}}`, with None in the place of a grade that is not of the
        version which gave most of that exercise's; `others` is `{version: {student: {exercise: grade}}}`.
    """
    grades, counts = defaultdict(list), defaultdict(Counter)
    for mark in marks:
        judge = mark.record.verdict.checker if mark.record else ""
        grades[judge].append((mark.student, mark.exercise, mark.grade))
        counts[mark.exercise][judge] += bool(judge)
    most = {exercise: count.most_common(1)[0][0] for exercise, count in counts.items()}
    main, others = {}, {}
    for judge, found in grades.items():
        for student, exercise, grade in found:
            is_main = judge in ("", most[exercise])  # what only a person gave has no version
            main.setdefault(student, {})[exercise] = grade if is_main else None
            if not is_main:
                others.setdefault(judge, {}).setdefault(student, {})[exercise] = grade
    return main, others


def versions(marks):
    """The versions of the checker whose grades are in a table: `[(version, count, date), ...]`, most grades first.

    Args:
        marks: an iterable of `Mark`.
    """
    counts, dates = Counter(), {}
    for mark in marks:
        if mark.record:
            verdict = mark.record.verdict
            counts[verdict.checker] += 1
            dates[verdict.checker] = max(dates.get(verdict.checker, ""), verdict.judged[:10])
    return [(name, count, dates[name]) for name, count in counts.most_common()]
