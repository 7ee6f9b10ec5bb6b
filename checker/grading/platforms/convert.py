"""What the checker found, as each platform reads it.

For each platform three functions: `graded`, of a report as `checker.report.record.Report.as_json` gives it; `refused`,
of why a learner's file could not be read; and `broke`, where the checker or the machine is to blame: so nobody
gets a zero. They return what is written to the platform's file, or None, where no file is what tells it.
"""

import json
import os
import time
from collections.abc import Callable
from typing import NamedTuple


class Told(NamedTuple):
    """How a platform is told."""

    graded: Callable
    refused: Callable
    broke: Callable
    page: Callable | None = None  # of a report, the Markdown of `Platform.page`


def most(report):
    """The points that the checks of a report are worth."""
    return sum(test["max_score"] for test in report["tests"])


def _gradescope_refused(message):
    return {"score": 0, "output": message}


def _gradescope_broke(message):
    # Neither a score nor tests: Gradescope takes that for a failure of the autograder, and gives no mark.
    return {"output": message}


# PrairieLearn takes a file of 1 MB at most; each message of ours is cut long before.
MOST_BYTES, MOST_OUTPUT = 900_000, 20_000


def _prairielearn(report):
    result = {
        "gradable": True,
        "score": report["score"] / most(report),
        "message": report["output"],
        "tests": [
            {
                "name": test["name"],
                "points": test["score"],
                "max_points": test["max_score"],
                "output": test["output"][:MOST_OUTPUT],
            }
            for test in report["tests"]
        ],
    }
    longest = MOST_OUTPUT
    while len(json.dumps(result)) > MOST_BYTES:
        longest //= 2
        for test in result["tests"]:
            test["output"] = test["output"][:longest]
    return result


def _prairielearn_refused(message):
    # Not a zero: the learner keeps the attempt.
    return {"gradable": False, "format_errors": [message]}


SCHEMA = "classroom50/result/v1"
# What Classroom 50 tells of a submission by its environment, and the key of its schema.
TOLD_BY = {
    "classroom": "CLASSROOM",
    "assignment": "ASSIGNMENT",
    "assignment_type": "ASSIGNMENT_TYPE",
    "owner": "OWNER",
    "submission": "SUBMISSION_TAG",
    "commit": "COMMIT_URL",
    "release": "RELEASE_URL",
    "review": "REVIEW_URL",
}


def _classroom50(report):
    tests = [(test["name"], test["status"] == "passed", test["score"], test["max_score"]) for test in report["tests"]]
    return _result(tests)


def _classroom50_refused(message):
    return _result([(message, False, 0, 1)])


def _result(tests):
    given = os.environ | {"OWNER": os.environ.get("OWNER") or os.environ.get("USERNAME", "")}
    return {
        "schema": SCHEMA,
        **{key: given.get(name, "") for key, name in TOLD_BY.items()},
        "assignment_type": given.get("ASSIGNMENT_TYPE") or "individual",
        "datetime": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
        "score": sum(score for *_, score, _ in tests),
        "max-score": sum(points for *_, points in tests),
        "tests": [
            {"test-name": name, "passed": passed, "score": score, "max-score": points}
            for name, passed, score, points in tests
        ],
    }


def _page(report):
    """The messages, as text that Markdown leaves alone, whatever an answer had printed."""
    lines = [report["output"], ""]
    for test in report["tests"]:
        lines += [f"{test['score']}/{test['max_score']} {test['name']}", *test["output"][:MOST_OUTPUT].splitlines(), ""]
    return "".join(f"    {line}\n" for line in lines)


TOLD = {
    "gradescope": Told(lambda report: report, _gradescope_refused, _gradescope_broke),
    "prairielearn": Told(_prairielearn, _prairielearn_refused, _prairielearn_refused),
    # No result, and a run that failed: Classroom 50 shows that to the instructor.
    "classroom50": Told(_classroom50, _classroom50_refused, lambda message: None, _page),
}
