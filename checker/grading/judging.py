"""Judges one submission: what a worker of Dask's does, and nbgrader's `autograde`."""

import contextlib
import os
import platform
import tempfile
import threading
import time
from dataclasses import replace
from pathlib import Path

from checker.errors import CheckerError
from checker.exercises import by_name, rubric
from checker.failures import Failure, Tampering
from checker.grading import similarity
from checker.grading.verdicts import Verdict
from checker.learner import source
from checker.outcomes import DEFERRED, ERROR, FAIL, WAIT, Result
from checker.report import results
from checker.report.record import File, Report, Test
from checker.run.session import run
from checker.sandbox import confinement, folders, launchers

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
        A `Verdict`.

    Raises:
        UsageError: the code cannot be confined here; nothing was run.
    """
    with _ONE:
        if not trusted:
            launchers.confine(confinement.level())
        verdict = Verdict(
            seed,
            level=launchers.level(),
            machine={"system": platform.platform(), "name": platform.node(), "cpus": os.cpu_count()},
            hides=[f"{name}, line {line}" for line, name in source.means_to_hide(content)[:20]],
            fingerprints=similarity.fingerprints(content),
        )
        with tempfile.TemporaryDirectory(dir=folders.run_folder()) as folder:
            path = Path(folder, f"{exercise}.py")
            path.write_bytes(content)
            try:
                outcome = run([by_name(exercise)], file=path, seed=seed, defer=not train, threads=False)
            except CheckerError as error:
                return replace(verdict, broke=str(error))
            with contextlib.chdir(folder):  # so that messages name the file, not where we have put it
                report = results.build(outcome)
    broke = [result.message for result in outcome.results if result.outcome == ERROR]
    complete = not any(result.message == DEFERRED for result in outcome.results)
    return replace(verdict, report=report, complete=complete, broke=broke[0] if broke else "")


def unreadable(exercise, reason, seed):
    """The `Verdict` on a file that cannot be read, because it is a link, or much too large: no check passes."""
    message, what = f"{exercise}.py cannot be graded: it is {reason}.", f"reading {exercise}.py"
    tests = []
    for check in rubric(by_name(exercise)):
        result = Result(exercise, check.name, check.title, check.points, check.trained, WAIT)
        if not tests:
            result.outcome, result.failure = FAIL, Tampering(what) if reason == "a link" else Failure(what)
        tests.append(replace(Test.of(result), output=message))
    files, now = {exercise: File(f"{exercise}.py", "")}, time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
    return Verdict(seed, report=Report(message, tests, seed, files, started=now), complete=True)


def trusted():
    """Whether this machine's owner says that submissions may run unconfined."""
    return os.environ.get(UNCONFINED) == "yes"
