"""What a person should look at before grades go out: each with a reason, and what to do."""

import re
from dataclasses import dataclass
from urllib.parse import unquote

from checker.grading.cells import harmless, write_table
from checker.grading.marks import NOTHING
from checker.outcomes import FAIL

TABLE = "to-look-at.csv"
HEAD = ["student", "exercise", "reason", "details", "what to do"]
MISSING, NAME, AMBIGUOUS, LIMIT, BROKE, MEANS, TIME, OTHER = KINDS = (
    NOTHING, "wrong name", "ambiguous", "near a limit", "error", "hidden means", "time unknown", "other",
)  # fmt: skip
MOST_TIMES = 20  # learners of whom one by one is told that nobody knows when they handed in
NEAR = 0.05  # of a limit, such as the share of images that must pass for real
UNKNOWN = "when it was handed in is not known"
TOLD = 300  # characters
# "at least 50%", "at most 500,000", and "an answer within 60 s in all", as messages state what they expected.
BOUND, SECONDS = re.compile(r"\bat (?:least|most) (\d[\d,]*\.?\d*)"), re.compile(r"\bwithin [\d.,]+ s\b")
NUMBER = re.compile(r"\d[\d,]*\.?\d*")
# What finding and matching say of a learner, and which kind it is.
NOTES = [
    (re.compile(r"handed in nothing|nothing handed in"), MISSING),
    (re.compile(r": no \S+\.py|instead of|other name|not named|is no answer"), NAME),
    (re.compile(r"more than once|are the same|more than one|ambiguous|several|candidates|taken"), AMBIGUOUS),
]
# What asks for nothing, or is listed by learner.
TELLS = re.compile(r": filled in as |^late, as Canvas says| is a group: ")
ADVICE = {
    MISSING: "Ask the learner. Points or a comment for work that came another way: a row in overrides.csv.",
    NAME: "Is one of the files the answer? Rename it as the exercise is called, and grade again.",
    AMBIGUOUS: "See which of them is right; leave only that one, and grade again.",
    LIMIT: "It lacked little: read the answer. A row in overrides.csv gives points.",
    BROKE: "Not the learner's fault, and no grade yet. Grade again; if it stays, see this machine's memory and disk.",
    MEANS: "Read the answer before you judge it: a line may have come along with somebody's habits.",
    TIME: "A row in submitted.csv says when; without it nothing is deducted.",
    OTHER: "Read it, and grade again once it is settled.",
}


@dataclass(frozen=True)
class Item:
    """One thing to look at: whose, of which exercise, of which of the `KINDS`, and what was seen."""

    student: str
    exercise: str
    kind: str
    details: str

    @property
    def advice(self):
        return ADVICE[self.kind]


def collect(marks, notes=(), missing=()):
    """All that a person should look at, by kind, exercise and learner.

    Args:
        marks: `checker.grading.marks.Marks`.
        notes: what `checker.grading.submissions.find` and `checker.grading.grades.write` noted, texts.
        missing: learners of whom there is something, and no answer, see `checker.grading.submissions.Missing`.

    Returns:
        A list of `Item`.
    """
    found, has = [], {}
    for mark in marks:
        has.setdefault(mark.student, set()).add(mark.exercise)
        found += _of(mark, marks)
    for name in marks.names:
        unknown = [item for item in found if item.exercise == name and item.details == UNKNOWN]
        if len(unknown) > MOST_TIMES:
            found = [item for item in found if item not in unknown]
            found.append(Item("", name, TIME, f"of {len(unknown)} learners it is not known when they handed in"))
    handed_in = set().union(*has.values()) if has else set()
    for student, exercises in has.items():
        found += [
            Item(student, name, MISSING, f"other exercises are there: {', '.join(sorted(exercises))}")
            for name in marks.names
            if name in handed_in - exercises
        ]
    for path in marks.kept.unreadable():
        found.append(
            Item(unquote(path.stem), path.parent.name, BROKE, f"{path} cannot be read, nor is its file in this run")
        )
    found += [Item(each.student, "", NAME, each.reason) for each in missing]
    told = {f"{each.student}: {each.reason}" for each in missing}
    for note in dict.fromkeys(notes):
        if note in told or TELLS.search(note):
            continue
        kind = next((kind for words, kind in NOTES if words.search(note)), OTHER)
        found.append(Item("", "", kind, note))
    return sorted(found, key=lambda item: (KINDS.index(item.kind), item.exercise, item.student, item.details))


def _of(mark, marks):
    def item(kind, details):
        details = " ".join(details.split())
        return Item(mark.student, mark.exercise, kind, details[:TOLD] + "..." * (len(details) > TOLD))

    if mark.record is None:
        return [] if mark.override else [item(MISSING, "")]
    verdict, told = mark.record.verdict, []
    if verdict.broke:
        told.append(item(BROKE, verdict.broke))
    tampered = [f"{test.check}: {test.output}" for test in verdict.tests if test.tampering]
    if verdict.hides or tampered:
        told.append(item(MEANS, "; ".join([*verdict.hides, *tampered])))
    told += [item(LIMIT, near) for test in verdict.tests if (near := near_limit(test))]
    here = next(
        (each for each in marks.found or () if (each.student, each.exercise) == (mark.student, mark.exercise)), None
    )
    if mark.late is None and here and here.late:
        told.append(item(TIME, "it is late, says Canvas, and not by how much"))
    elif mark.late is None and mark.exercise in marks.dates.due:
        told.append(item(TIME, UNKNOWN))
    return told


def near_limit(test):
    """Whether a check failed by so little that chance or the machine may have decided.

    Args:
        test: a `checker.report.record.Test`.

    Returns:
        What was expected and what came, "" if it is not near. That all that was asked took too long is always near:
        another machine is faster.
    """
    if test.outcome != FAIL:
        return ""
    said = {line[:9].strip(): line[10:] for line in test.output.splitlines() if line[:9].strip()}
    expected, got = said.get("expected", ""), said.get("got", "")
    told, bound, came = f"{test.check}: expected {expected}, got {got}", BOUND.search(expected), NUMBER.search(got)
    if SECONDS.search(expected):
        return told
    if not bound or not came:
        return ""
    wanted, value = (float(text.rstrip(",.").replace(",", "")) for text in (bound[1], came[0]))
    return told if abs(value - wanted) <= NEAR * abs(wanted) else ""


def write(items, path):
    """Write the list as a table."""
    lines = [[item.student, item.exercise, item.kind, item.details, item.advice] for item in items]
    write_table(path, [HEAD, *([harmless(value) for value in line] for line in lines)], ",")
