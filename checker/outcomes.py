"""What a check came to: five outcomes, the exit statuses that follow from them, and the message of each."""

from dataclasses import dataclass

from checker.failures import Failure
from checker.text import cut, readable, shown_path

PASS, FAIL, TODO, WAIT, ERROR = OUTCOMES = ("pass", "fail", "todo", "wait", "error")
DEFERRED = "for training, in a later run"


@dataclass
class Result:
    """What one check found. `outcome` is an error until the check has run to its end: a missing result never passes."""

    exercise: str
    check: str
    title: str
    points: int
    trained: bool
    outcome: str = ERROR
    failure: Failure | None = None
    message: str = "The check did not run to its end."
    seconds: float = 0.0
    same_as: str = ""  # the number of the check that told the very same before

    @property
    def number(self):
        return f"{self.exercise}.{self.check}"

    @property
    def score(self):
        return self.points if self.outcome == PASS else 0


MARKS = {PASS: "✓", FAIL: "✗", TODO: "·", WAIT: "·", ERROR: "!"}
NOT_YOUR_FAULT = "The checker or this machine broke; it is not your answer's fault, and it is not scored. Run it again."
STATUS_PASSED, STATUS_POINTS_LOST, STATUS_USAGE, STATUS_ERROR = range(4)


def fields(result, learner=None):
    """A result's message as `[(label, text), ...]`; empty for a pass."""
    failure = result.failure
    if result.outcome == PASS:
        return []
    if result.outcome == ERROR:
        return [("error", readable(cut(result.message))), ("hint", NOT_YOUR_FAULT)]
    if failure is None:
        return [("waits", readable(cut(result.message)))]
    if result.same_as:
        first = (failure.got.splitlines() or [""])[0]
        return [("got", readable(f"the same as {result.same_as}: {first}"))]
    place = ""
    if failure.where and learner:
        line, function = failure.where
        place = f"{shown_path(learner.path)}, line {line}" + (f", in {function}" if function else "")
    if result.outcome == TODO:
        found = [("todo", failure.what), ("at", place)]
    else:
        found = [
            ("called", failure.called or ""),
            ("checked", failure.what),
            ("expected", failure.expected),
            ("got", failure.got),
            ("hint", failure.hint),
            ("at", place),
        ]
    found.append(("printed", failure.printed))
    return [(label, readable(cut(str(text)))) for label, text in found if text]


def plain_text(result, learner=None):
    """A result's message as lines of text; the same in every place where learners read it."""
    return as_text(fields(result, learner))


def as_text(told):
    """What `fields` returned, as lines of text."""
    lines = []
    for label, text in told:
        first, *rest = text.splitlines() or [""]
        lines += [f"{label:<9} {first}", *(f"{'':<9} {line}" for line in rest)]
    return "\n".join(lines)
