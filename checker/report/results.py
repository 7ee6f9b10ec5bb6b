"""What a run found, as Gradescope's `results.json`."""

import hashlib
import platform
import time

from checker.failures import Tampering
from checker.outcomes import ERROR, PASS, STATUS_ERROR, STATUS_PASSED, STATUS_POINTS_LOST, plain_text
from checker.text import readable, shown_path


def results_json(outcome):
    """A run as Gradescope's `results.json`; `score` is left out where a check broke, for then nothing is final."""
    results = outcome.results
    tests = [
        {
            "number": result.number,
            "name": result.title,
            "score": result.score,
            "max_score": result.points,
            "status": "passed" if result.outcome == PASS else "failed",
            "output": plain_text(result, results.learners.get(result.exercise)),
            "extra_data": {
                "exercise": result.exercise,
                "check": result.check,
                "outcome": result.outcome,
                "checked": readable(result.failure.what) if result.failure else "",
                "hint": readable(result.failure.hint) if result.failure else "",
                "tampering": isinstance(result.failure, Tampering),
            },
        }
        for result in results
    ]
    report = {"score": sum(test["score"] for test in tests)}
    if any(result.outcome == ERROR for result in results):
        del report["score"]
    return report | {
        "output": "\n".join(summary_lines(results)),
        "tests": tests,
        "extra_data": {
            "seed": results.seed,
            "files": {
                name: {
                    "path": shown_path(path.name),
                    "sha256": hashlib.sha256(learner_source(results, name)).hexdigest(),
                }
                for name, path in results.paths.items()
            },
            "figures": {name: learner.figures for name, learner in results.learners.items()},
            "versions": {"python": platform.python_version()}
            | {name: version for learner in results.learners.values() for name, version in learner.versions.items()},
            "started": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(outcome.started)),
            "seconds": round(sum(result.seconds for result in results), 2),
        },
    }


def learner_source(results, exercise):
    """The bytes that were judged; the file itself may have changed since."""
    learner = results.learners.get(exercise)
    return learner.source.tobytes() if learner else b""


def summary_lines(results):
    """One line an exercise, such as "mnist: 62 of 100 points"."""
    lines = []
    for name in dict.fromkeys(result.exercise for result in results):
        mine = [result for result in results if result.exercise == name]
        score, most = sum(result.score for result in mine), sum(result.points for result in mine)
        line = f"{name}: {score} of {most} points"
        if not any(result.trained for result in mine):
            line += " (checks that train were left out)"
        if any(result.outcome == ERROR for result in mine):
            line += "; not final, a check broke"
        lines.append(line)
    return lines


def status(results):
    """The exit status of a run."""
    outcomes = {result.outcome for result in results}
    if ERROR in outcomes or not outcomes:
        return STATUS_ERROR
    return STATUS_PASSED if outcomes == {PASS} else STATUS_POINTS_LOST
