"""Judges one submission: what a worker of Dask's does, and nbgrader's `autograde`. Plain data in, plain data out."""

import contextlib
import os
import platform
import tempfile
import threading
from pathlib import Path

from checker.errors import CheckerError
from checker.exercises import by_name, rubric
from checker.grading import similarity
from checker.learner import source
from checker.outcomes import DEFERRED, ERROR
from checker.report import results
from checker.run.session import run
from checker.sandbox import confinement, launchers
from checker.version import version

UNCONFINED = "WORKSHOP_TRUST_ALL_SUBMISSIONS"  # an environment variable, for a machine on which nothing can be lost
_ONE = threading.Lock()  # a run belongs to its process: pytest, the environment, the prepared workers


def judge(exercise, content, seed, train, trusted=False):
    """Run the checks on a submission, confined.

    Args:
        exercise: its name.
        content: the bytes of the learner's file.
        seed: of the inputs that the checks draw.
        train: whether to run the checks that train; else those of them that could run are left for later.
        trusted: run it unconfined, on a machine on which nothing can be lost.

    Returns:
        A dict: `report` (see `checker.report.results.results_json`), `complete` (False while a check is yet to train),
        `broke` (why nothing is final, "" else), and what is needed to repeat it: `seed`, `checker`, `level`, `machine`.
        Also `hides` and `fingerprints`, see `checker.learner.source.means_to_hide` and `checker.grading.similarity`.

    Raises:
        UsageError: the code cannot be confined here; nothing was run.
    """
    with _ONE:
        if not trusted:
            launchers.confine(confinement.level())
        verdict = blank(
            seed,
            level=launchers.level(),
            machine={"system": platform.platform(), "name": platform.node(), "cpus": os.cpu_count()},
            hides=[f"{name}, line {line}" for line, name in source.means_to_hide(content)[:20]],
            fingerprints=similarity.fingerprints(content),
        )
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, f"{exercise}.py")
            path.write_bytes(content)
            try:
                outcome = run([by_name(exercise)], file=path, seed=seed, defer=not train, threads=False)
            except CheckerError as error:
                return verdict | {"broke": str(error)}
            with contextlib.chdir(folder):  # so that messages name the file, not where we have put it
                found = results.results_json(outcome)
    broke = [result.message for result in outcome.results if result.outcome == ERROR]
    complete = not any(result.message == DEFERRED for result in outcome.results)
    return verdict | {"report": found, "complete": complete, "broke": broke[0] if broke else ""}


def unreadable(exercise, reason, seed):
    """The verdict on a file that cannot be read, because it is a link, or much too large: no check passes."""
    message = f"{exercise}.py cannot be graded: it is {reason}."
    checks = rubric(by_name(exercise))
    tests = [
        {
            "number": f"{exercise}.{check.name}",
            "name": check.title,
            "score": 0,
            "max_score": check.points,
            "status": "failed",
            "output": message,
            "extra_data": {
                "exercise": exercise,
                "check": check.name,
                "outcome": "wait" if number else "fail",
                "checked": "" if number else f"reading {exercise}.py",
                "hint": "",
                "tampering": not number and reason == "a link",
            },
        }
        for number, check in enumerate(checks)
    ]
    found = {
        "score": 0,
        "output": message,
        "tests": tests,
        "extra_data": {
            "seed": seed,
            "files": {exercise: {"path": f"{exercise}.py", "sha256": ""}},
            "versions": {},
            "started": "",
            "seconds": 0,
            "figures": {},
        },
    }
    return blank(seed, report=found, complete=True)


def blank(seed, **found):
    """A verdict, see `judge`, of which only so much is known; nothing is final unless that says so."""
    unknown = {"level": "", "machine": {}, "hides": [], "fingerprints": []}
    nothing = {"report": None, "complete": False, "broke": ""}
    return {"seed": seed, "checker": version()} | unknown | nothing | found


def trusted():
    """Whether this machine's owner says that submissions may run unconfined."""
    return os.environ.get(UNCONFINED) == "yes"
