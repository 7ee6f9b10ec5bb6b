"""A page about a class, self-contained: what was hard, what went wrong, and what a person should look at.

Its scoreboard shows the figures that an exercise's check file names in `FIGURES`, such as `{"accuracy": "{:.2%}"}`: the
name of each figure that checks note, and its format. Ranked is by the first, of which `BEST` says "high" or "low".
"""

import statistics
from collections import Counter, defaultdict
from math import inf

from checker.exercises import by_name, rubric
from checker.files import write_whole
from checker.grading import similarity
from checker.outcomes import MARKS, OUTCOMES, PASS, TODO, WAIT
from checker.report.pages import render

MISTAKES, BOARD, LISTED = 12, 20, 60  # rows of a table
EXAMPLES = 3  # names behind a mistake
BINS = [*range(0, 100, 10), 100]  # of points; those who have all stand alone


def write(kept, path, names, anonymous=False):
    """Write the page.

    Args:
        kept: `checker.grading.records.Records`.
        path: of the page.
        names: the exercises, in their order.
        anonymous: number the learners, in the place of their names.
    """
    classes = {name: _Class(name) for name in names}
    for record in kept:
        if record.exercise in classes:
            classes[record.exercise].add(record)
    students = sorted({student for each in classes.values() for student in each.scores}, key=_shuffled(kept))
    called = {student: f"learner {number}" if anonymous else student for number, student in enumerate(students, 1)}
    parts = [each.tell(called) for each in classes.values() if each.scores]
    text = render("class.html", parts=parts, marks=MARKS, outcomes=OUTCOMES, anonymous=anonymous)
    write_whole(path, text.encode("utf-8", "backslashreplace").decode("utf-8"))


def _shuffled(kept):
    """An order of names that tells nothing about them."""
    return lambda student: kept.seed("page", student.encode("utf-8", "surrogateescape"))


class _Class:
    """All records of an exercise, counted one by one: of each only what the page shows stays in memory."""

    def __init__(self, name):
        self.exercise = by_name(name)
        self.name, self.title, self.checks = name, self.exercise.title, rubric(self.exercise)
        self.scores, self.seconds, self.figures, self.prints = {}, {}, {}, {}
        self.outcomes = {check.name: Counter() for check in self.checks}
        self.mistakes, self.attacks, self.broke = defaultdict(list), defaultdict(list), {}

    def add(self, record):
        student, verdict, report = record.student, record.verdict, record.verdict.report
        self.scores[student] = verdict.score
        self.prints[student] = verdict.fingerprints
        if verdict.broke:
            self.broke[student] = verdict.broke
        if report is None:
            return
        self.seconds[student] = report.seconds
        figures = report.figures.get(self.name)
        if figures and report.is_full:
            self.figures[student] = figures
        for test in report.tests:
            if test.check in self.outcomes:
                self.outcomes[test.check][test.outcome] += 1
            if test.outcome not in (PASS, WAIT, TODO):
                self.mistakes[test.check, test.checked, test.hint].append(student)
            if test.tampering:
                self.attacks[student].append(f"{test.check}: {test.output.strip()}")
        if verdict.hides:
            self.attacks[student].append(f"in the file: {'; '.join(verdict.hides)}")

    def tell(self, called):
        """What the page shows, as plain values."""
        scores = [score for score in self.scores.values() if score is not None]
        bins = Counter(max(edge for edge in BINS if edge <= score) for score in scores)
        titles = {check.name: check.title for check in self.checks}
        mistakes = sorted(self.mistakes.items(), key=lambda item: (-len(item[1]), item[0]))
        return {
            "name": self.name,
            "title": self.title,
            "count": len(self.scores),
            "open": sum(score is None for score in self.scores.values()) - len(self.broke),
            "broke": [(called[student], why) for student, why in sorted(self.broke.items())[:LISTED]],
            "median": f"{statistics.median(scores):g}" if scores else "none yet",
            "full": sum(score == 100 for score in scores),
            "bins": [(_label(edge), bins[edge], _share(bins[edge], max(bins.values(), default=1))) for edge in BINS],
            "checks": [
                (check.name, check.title, check.points, [(kind, self.outcomes[check.name][kind]) for kind in OUTCOMES])
                for check in self.checks
            ],
            "mistakes": [
                (len(each), check, titles.get(check, ""), what, hint, [called[name] for name in each[:EXAMPLES]])
                for (check, what, hint), each in mistakes[:MISTAKES]
            ],
            "seconds": self._times(called),
            "attacks": [(called[student], told) for student, told in sorted(self.attacks.items())[:LISTED]],
            "attackers": len(self.attacks),
            **self._alike(called),
            **self._board(called),
        }

    def _times(self, called):
        ordered = sorted(self.seconds, key=self.seconds.get)
        if not ordered:
            return None
        at = [self.seconds[ordered[round(share * (len(ordered) - 1))]] for share in (0.5, 0.95, 1)]
        return [f"{value:.1f}" for value in at], called[ordered[-1]]

    def _alike(self, called):
        known = similarity.fingerprints(self.exercise.skeleton.read_bytes())
        same, pairs = similarity.alike(self.prints, known)
        # Where the package is installed, the solutions are not: nothing can be said of copies then.
        solution = self.exercise.solution.read_bytes() if self.exercise.solution.is_file() else None
        copies = similarity.copies(self.prints, similarity.fingerprints(solution), known) if solution else None
        return {
            "same": [[called[name] for name in names] for names in same[:LISTED]],
            "alike": [(called[a], called[b], f"{share:.0%}") for a, b, share in pairs[:LISTED]],
            "copies": None if copies is None else [called[name] for name in sorted(copies)],
        }

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
            (called[student], [shown[name].format(figures[name]) if name in figures else "" for name in columns])
            for student, figures in ranked[:BOARD]
        ]
        return {"board": rows, "columns": [name.replace("_", " ") for name in columns]}


def _label(edge):
    return "100" if edge == 100 else f"{edge} to {edge + 9}"


def _share(count, most):
    return f"{100 * count / most:.1f}%"
