"""What the checker found, as each platform reads it.

For each platform three functions: `graded`, of a report as `checker.report.record.Report.as_json` gives it; `refused`,
of why a learner's file could not be read; and `broke`, where the checker or the machine is to blame: so nobody
gets a zero. They return what is written to the platform's file, or None, where no file is what tells it.
"""

from collections.abc import Callable
from typing import NamedTuple


class Told(NamedTuple):
    """How a platform is told."""

    graded: Callable
    refused: Callable
    broke: Callable


def most(report):
    """The points that the checks of a report are worth."""
    return sum(test["max_score"] for test in report["tests"])


def _gradescope_refused(message):
    return {"score": 0, "output": message}


def _gradescope_broke(message):
    # Neither a score nor tests: Gradescope takes that for a failure of the autograder, and gives no mark.
    return {"output": message}


TOLD = {
    "gradescope": Told(lambda report: report, _gradescope_refused, _gradescope_broke),
}
