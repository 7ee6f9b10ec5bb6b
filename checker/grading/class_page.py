"""A page about a class, self-contained: what was hard, what went wrong, and what a person should look at.

Its scoreboard shows the figures that an exercise's check file names in `FIGURES`, such as `{"accuracy": "{:.2%}"}`: the
name of each figure that checks note, and its format. Ranked is by the first, of which `BEST` says "high" or "low". The
images that checks keep of each answer are shown beside each other, as far as `PICTURES` names them and says what they
are: `{"best": "the digit that is read most surely"}`.
"""

import re
import statistics
from collections import Counter, defaultdict
from math import inf

from checker.exercises import by_name, rubric
from checker.files import write_whole
from checker.grading import regrade, similarity
from checker.grading.handouts import days
from checker.grading.marks import Marks, versions
from checker.outcomes import ERROR, MARKS, OUTCOMES, PASS, TODO, WAIT
from checker.report import pictures
from checker.report.pages import render
from checker.text import encodable

MISTAKES, BOARD, LISTED = 20, 20, 60  # rows of a table
BESIDE = 20  # pairs of answers that are shown side by side
BINS = [*range(0, 100, 10), 100]  # of points; those who have all stand alone
EARLIER = " †"  # behind the name of a learner of an earlier run


def write(kept, path, names, anonymous=False, marks=None, items=()):
    """Write the page.

    Args:
        kept: `checker.grading.records.Records`.
        path: of the page.
        names: the exercises, in their order.
        anonymous: number the learners, in the place of their names, and leave out what might name them.
        marks: `checker.grading.marks.Marks`, where there is more than records; else made from these.
        items: what a person should look at, a list of `checker.grading.to_look_at.Item`.
    """
    marks = marks or Marks(kept, names)
    classes = {name: _Class(name, marks) for name in names}
    for mark in marks:
        classes[mark.exercise].add(mark)
    students = sorted({student for each in classes.values() for student in each.scores}, key=_shuffled(kept))
    called = {student: f"learner {number}" if anonymous else student for number, student in enumerate(students, 1)}
    parts = [each.tell(called, anonymous) for each in classes.values() if each.scores]
    text = render(
        "class.html", parts=parts, marks=MARKS, outcomes=OUTCOMES, anonymous=anonymous, items=_listed(items, called),
        kinds=Counter(item.kind for item in items), waiting=_waiting(kept, called),
    )  # fmt: skip
    write_whole(path, encodable(text))


def _shuffled(kept):
    """An order of names that tells nothing about them."""
    return lambda student: kept.seed("page", student.encode("utf-8", "surrogateescape"))


def _listed(items, called):
    """What a person should look at, by kind: `[(kind, advice, rows), ...]`."""
    kinds = defaultdict(list)
    for item in items:
        kinds[item.kind, item.advice].append((called.get(item.student, item.student), item.exercise, item.details))
    return [(kind, advice, len(rows), rows[:LISTED]) for (kind, advice), rows in kinds.items()]


def _waiting(kept, called):
    """The new grades that wait; None where none waits."""
    found = regrade.ordered(kept)
    if not found:
        return None
    by_check, rows = Counter(), []
    for each in found:
        by_check.update((name, f"{before} → {now}") for name, before, now in each.checks)
        if each.state != regrade.SAME and len(rows) < LISTED:
            old, new = each.old.verdict.score, each.new.verdict.score
            shown = [(name, before, now) for name, before, now in each.checks]
            name = called.get(each.student, each.student)
            rows.append((name, each.exercise, f"{old:g}", "" if new is None else f"{new:g}", shown, each.state))
    counts = Counter(each.state for each in found)
    return {"count": len(found), "states": counts.most_common(), "checks": by_check.most_common(LISTED), "rows": rows}


class _Class:
    """All records of an exercise, counted one by one: of each only what the page shows stays in memory."""

    def __init__(self, name, marks):
        self.exercise, self._marks = by_name(name), marks
        self.name, self.title, self.checks = name, self.exercise.title, rubric(self.exercise)
        self.scores, self.seconds, self.figures, self.prints = {}, {}, {}, {}
        self.pictures = {name: {} for name in self.exercise.facts.get("PICTURES", {})}
        self.outcomes = {check.name: Counter() for check in self.checks}
        self.took = {check.name: [] for check in self.checks}
        self.mistakes, self.attacks, self.broke = defaultdict(dict), defaultdict(list), {}
        self.earlier, self.changed, self.judged = set(), [], []

    def add(self, mark):
        student = mark.student
        self.scores[student] = mark.score
        if not mark.here:
            self.earlier.add(student)
        if mark.penalty or mark.override:
            self.changed.append(mark)
        if mark.record is None:
            return
        self.judged += versions([mark])
        verdict, report = mark.record.verdict, mark.record.verdict.report
        self.prints[student] = verdict.fingerprints
        if verdict.broke:
            self.broke[student] = verdict.broke
        if report is None:
            return
        self.seconds[student] = report.seconds
        figures = report.figures.get(self.name)
        if figures and report.is_full:
            self.figures[student] = figures
        for name, text in report.pictures.get(self.name, {}).items():
            if name in self.pictures:
                self.pictures[name][student] = pictures.url(text)
        for test in report.tests:
            if test.check in self.outcomes:
                self.outcomes[test.check][test.outcome] += 1
                if test.seconds is not None and test.outcome not in (WAIT, ERROR):
                    self.took[test.check].append((test.seconds, student))
            if test.outcome not in (PASS, WAIT, TODO, ERROR):
                self.mistakes[_misconception(test)].setdefault(student, []).append(test)
            if test.tampering:
                self.attacks[student].append(f"{test.check}: {test.output.strip()}")
        if verdict.hides:
            self.attacks[student].append(f"in the file: {'; '.join(verdict.hides)}")

    def tell(self, called, anonymous):
        """What the page shows, as plain values."""
        called = {name: told + EARLIER * (name in self.earlier) for name, told in called.items()}
        scores = [score for score in self.scores.values() if score is not None]
        bins = Counter(max((edge for edge in BINS if edge <= score), default=0) for score in scores)
        mistakes = sorted(self.mistakes.items(), key=lambda item: (-len(item[1]), item[0]))
        return {
            "name": self.name,
            "title": self.title,
            "count": len(self.scores),
            "open": sum(score is None for score in self.scores.values()) - len(self.broke),
            "broke": [(called[student], why) for student, why in sorted(self.broke.items())[:LISTED]],
            "median": f"{statistics.median(scores):g}" if scores else "none yet",
            "full": sum(score == 100 for score in scores),
            "earlier": len(self.earlier),
            "versions": self._versions(),
            "changed": [self._change(mark, called, anonymous) for mark in self.changed],
            "bins": [(_label(edge), bins[edge], _share(bins[edge], max(bins.values(), default=1))) for edge in BINS],
            "checks": [(*self._passed(check), self._took(check, called)) for check in self.checks],
            "mistakes": [self._mistake(each, called) for _, each in mistakes[:MISTAKES]],
            "seconds": self._times(called),
            "attacks": [(called[student], told) for student, told in sorted(self.attacks.items())[:LISTED]],
            "attackers": len(self.attacks),
            **self._alike(called, anonymous),
            **self._board(called),
            "pictures": self._shown(called),
        }

    def _versions(self):
        counts, dates = Counter(), {}
        for name, count, date in self.judged:
            counts[name] += count
            dates[name] = max(dates.get(name, ""), date)
        return [(name, count, dates[name] or "an unknown date") for name, count in counts.most_common()]

    def _change(self, mark, called, anonymous):
        """What stands beside the points of the checks: a row."""
        override, late = mark.override, mark.late
        reason = [] if override is None or anonymous else [override.reason, override.comment]
        return (
            called[mark.student],
            _points(mark.score),
            "" if override is None else _points(override.points),
            days(late.days) if late and late.days else "",
            f"−{mark.penalty:g}" if mark.penalty else "",
            _points(mark.grade),
            "; ".join(filter(None, reason)),
        )

    def _passed(self, check):
        """`(check, reached, passed, share, waited, counts)` of a check; who waited for another did not reach it."""
        counts = self.outcomes[check.name]
        reached = sum(counts[kind] for kind in OUTCOMES if kind not in (WAIT, ERROR))
        share = f"{100 * counts[PASS] / reached:.0f} %" if reached else ""
        return check, reached, counts[PASS], share, counts[WAIT], [(kind, counts[kind]) for kind in OUTCOMES]

    def _took(self, check, called):
        """`(median, slowest, who)` of the seconds that a check took those who reached it; None where none is known."""
        took = self.took[check.name]
        if not took:
            return None
        slowest, student = max(took)
        return f"{statistics.median(seconds for seconds, _ in took):.1f}", f"{slowest:.1f}", called[student]

    def _mistake(self, each, called):
        """A row: how many made it, what was checked and the hint as the first of them read it, the checks, and who."""
        first, seen = next(iter(each.values()))[0], {test.check for tests in each.values() for test in tests}
        checks = [check.name for check in self.checks if check.name in seen]
        return len(each), first.checked or first.title, first.hint, checks, sorted(called[name] for name in each)

    def _times(self, called):
        ordered = sorted(self.seconds, key=self.seconds.get)
        if not ordered:
            return None
        at = [self.seconds[ordered[round(share * (len(ordered) - 1))]] for share in (0.5, 0.95, 1)]
        return [f"{value:.1f}" for value in at], called[ordered[-1]]

    def _alike(self, called, anonymous):
        known = similarity.fingerprints(self.exercise.skeleton.read_bytes())
        same, pairs = similarity.alike(self.prints, known)
        # Where the package is installed, the solutions are not: nothing can be said of copies then.
        solution = self.exercise.solution.read_bytes() if self.exercise.solution.is_file() else None
        copies = similarity.copies(self.prints, similarity.fingerprints(solution), known) if solution else None
        looked_at = [*((names[0], names[1], 1) for names in same), *pairs][:BESIDE]
        return {
            "same": [[called[name] for name in names] for names in same[:LISTED]],
            "alike": [(called[a], called[b], f"{share:.0%}") for a, b, share in pairs[:LISTED]],
            "beside": [] if anonymous else [each for a, b, _ in looked_at if (each := self._beside(a, b, called))],
            "copies": None if copies is None else [called[name] for name in sorted(copies)],
        }

    def _beside(self, first, second, called):
        """Two answers line by line, `(name, name, rows)`; None where one of the files is not in this run."""
        found = [self._marks.submission(student, self.name) for student in (first, second)]
        if None in found:
            return None
        texts = [each.read()[0].decode("utf-8", "replace") for each in found]
        return called[first], called[second], similarity.beside(*texts)

    def _shown(self, called):
        """What was kept of each answer, by kind: `[(what it is, [(name, URL), ...]), ...]`."""
        told = self.exercise.facts.get("PICTURES", {})
        # In the order of `called`, which tells nothing about anybody.
        return [
            (told[name], [(shown, found[student]) for student, shown in called.items() if student in found])
            for name, found in self.pictures.items()
            if found
        ]

    def _board(self, called):
        """The best of those who passed all checks, with their figures."""
        shown, sign = self.exercise.facts.get("FIGURES", {}), -1 if self.exercise.facts.get("BEST") == "high" else 1
        by = next(iter(shown), None)
        columns = [name for name in shown if any(name in figures for figures in self.figures.values())]
        if by not in columns:
            return {"board": [], "columns": []}
        # Who lacks the figure comes last, whichever is best.
        ranked = sorted(self.figures.items(), key=lambda item: sign * item[1].get(by, sign * inf))
        rows = [
            (called[student], [_formatted(shown[name], figures.get(name)) for name in columns])
            for student, figures in ranked[:BOARD]
        ]
        return {"board": rows, "columns": [name.replace("_", " ") for name in columns]}


def _misconception(test):
    """What two failures have in common: the hint, in whichever check; else the check, and what it looked at.

    Messages that differ in numbers alone tell the same.
    """
    kind = ("", test.hint) if test.hint else (test.check, test.checked or test.title)
    return tuple(re.sub(r"\d[\d.,]*", "#", text) for text in kind)


def _points(value):
    return "" if value is None else f"{value:g}"


def _formatted(form, value):
    """A figure as the check file shows it; as it is, where that form does not fit."""
    try:
        return "" if value is None else form.format(value)
    except (ValueError, TypeError):
        return f"{value}"


def _label(edge):
    return "100" if edge == 100 else f"{edge} to {edge + 9}"


def _share(count, most):
    return f"{100 * count / most:.1f}%"
