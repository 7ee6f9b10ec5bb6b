"""What grading again found, beside what counts: no final grade changes before somebody has seen both.

A record that is new, of a file that changed, or in the place of one that broke or is yet to train, counts at once. A
new verdict on a file that has its final grade already (the checker changed, or `--force`) waits on a shelf of its own.
`compare` tells what would change and by which checks, `accept` lets it count, `discard` throws it away.
"""

from dataclasses import dataclass

from checker.grading.cells import harmless, write_table
from checker.grading.records import WAITING, Record
from checker.outcomes import ERROR, WAIT

TABLE = "regrade.csv"
HEAD = [
    "student", "exercise", "old score", "new score", "difference", "checks that differ", "state", "old checker",
    "old date", "new checker", "new date",
]  # fmt: skip
SAME, DIFFERS, OPEN, BROKE = "the same", "differs", "training to come", "the checker broke; the old grade stays"


class Regrade:
    """The records as a run of `grade` sees them: what it finds counts, or waits.

    It stands in the place of `checker.grading.records.Records` for `checker.grading.batch`.

    Args:
        kept: `checker.grading.records.Records`.
        force: judge again what has its final grade by this very checker, too.
    """

    def __init__(self, kept, force=False):
        self.kept, self.force, self.seed, self.folder = kept, force, kept.seed, kept.folder

    def current(self, student, exercise, content, train):
        """See `Records.current`; what waits holds as well, so that a run that was stopped goes on where it was."""
        record = self.kept.current(student, exercise, content, train)
        if record is not None and not (self.force and record.is_final):
            return record
        return self.kept.current(student, exercise, content, train, WAITING)

    def write(self, record):
        """Keep a record: where it counts, or where it waits."""
        if _stands(self.kept.read(record.student, record.exercise), record):
            self.kept.write(record, WAITING)
        else:
            self.kept.write(record)
            self.kept.drop(record)  # of an older file

    def counting(self, record):
        """The record that counts where this one was found: an older one while this one waits."""
        old = self.kept.read(record.student, record.exercise)
        return old if _stands(old, record) else record

    def read(self, student, exercise):
        """What was found last: what waits, else what counts; None where there is neither."""
        waiting = self.kept.read(student, exercise, WAITING)
        return waiting or self.kept.read(student, exercise)


def _stands(old, new):
    """Whether an old record is the final grade of the same file."""
    return old is not None and old.is_final and old.sha256 == new.sha256


@dataclass(frozen=True)
class Difference:
    """A learner's old record, which counts, and the new one, which waits."""

    old: Record
    new: Record

    @property
    def student(self):
        return self.old.student

    @property
    def exercise(self):
        return self.old.exercise

    @property
    def checks(self):
        """`[(check, before, now), ...]` of those that differ, such as ("loss", "fail 0 of 8", "pass 8 of 8")."""
        before, now = ({test.check: test for test in each.verdict.tests} for each in (self.old, self.new))
        return [
            (name, _shown(before.get(name)), _shown(now.get(name)))
            for name in [*before, *(name for name in now if name not in before)]
            if _shown(before.get(name)) != _shown(now.get(name)) and not self._is_open(now.get(name))
        ]

    def _is_open(self, test):
        """Whether a check of the new verdict says nothing yet: it waits for training, or it broke."""
        to_come = () if self.new.verdict.complete else (WAIT,)
        return test is not None and test.outcome in (ERROR, *to_come)

    @property
    def state(self):
        if self.new.verdict.broke:
            return BROKE
        if not self.new.verdict.complete:
            return OPEN
        return DIFFERS if self.checks or self.points else SAME

    @property
    def points(self):
        """New points less old ones; None while the new are not final."""
        return None if self.new.verdict.score is None else self.new.verdict.score - self.old.verdict.score


def _shown(test):
    return "not there" if test is None else f"{test.outcome} {test.score:g} of {test.points:g}"


def compare(kept, names=None, students=None):
    """What waits beside what counts: yields `Difference`, by exercise and learner.

    Args:
        kept: `checker.grading.records.Records`.
        names: exercises; all where None.
        students: learners' names, or their numbers; all where None.
    """
    for new in kept.all(WAITING):
        old = kept.read(new.student, new.exercise)
        if old == new:  # a run was killed while it accepted this one
            kept.drop(new)
            continue
        if not _stands(old, new) or (names is not None and new.exercise not in names):
            continue
        if students is None or new.student in students or (new.number and new.number in students):
            yield Difference(old, new)


def ordered(kept):
    """All that waits beside what counts, as a list: those that differ first, by how much."""
    states = DIFFERS, SAME, OPEN, BROKE
    return sorted(compare(kept), key=lambda each: (states.index(each.state), -abs(each.points or 0)))


def told(old, new):
    """A line about a learner's old record, which counts, and the new one, which waits."""
    checks = ", ".join(name for name, _, _ in Difference(old, new).checks)
    now = "none yet" if new.verdict.score is None else f"{new.verdict.score:g}"
    return f"{old.student}, {old.exercise}: {old.verdict.score:g} -> {now}" + (f" ({checks})" if checks else "")


def write(kept, path):
    """Write the comparison as a table; where nothing waits, take an old one away.

    Returns:
        What stands in it, a list of `Difference`.
    """
    lines, found = [], ordered(kept)
    for each in found:
        old, new = each.old.verdict, each.new.verdict
        checks = "; ".join(f"{name}: {before} -> {now}" for name, before, now in each.checks)
        scores = [f"{old.score:g}", *("" if value is None else f"{value:g}" for value in (new.score, each.points))]
        dates = [old.checker, old.judged, new.checker, new.judged]
        lines.append([harmless(each.student), each.exercise, *scores, harmless(checks), each.state, *dates])
    if lines:
        write_table(path, [HEAD, *lines], ",")
    else:
        path.unlink(missing_ok=True)
    return found


def accept(kept, names=None, students=None):
    """Let new grades count: old ones go to the history. What broke, or is yet to train, goes on waiting.

    One learner's record at a time is moved, so a run that is killed and typed again does the rest.

    Returns:
        The `Difference` of each that counts now.
    """
    done = []
    for each in list(compare(kept, names, students)):
        if each.new.is_final:
            kept.write(each.new)
            kept.drop(each.new)
            done.append(each)
    return done


def discard(kept, names=None, students=None):
    """Throw away what waits, whatever it is; how many they were."""
    count = 0
    for new in list(kept.all(WAITING)):
        if (names is None or new.exercise in names) and (
            students is None or new.student in students or (new.number and new.number in students)
        ):
            kept.drop(new)
            count += 1
    return count
