"""One run of the checks: what it is asked, and what it finds."""

import os
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from checker import exercises
from checker.errors import CheckerError
from checker.outcomes import Result

RESULTS = pytest.StashKey["Results"]()


@dataclass
class Results:
    """The results of a session, in the order of the checks, with what is needed to repeat it."""

    seed: int
    local: bool = False
    by_node: dict[str, Result] = field(default_factory=dict)
    paths: dict[str, Path] = field(default_factory=dict)  # the learner's file by exercise
    learners: dict[str, object] = field(default_factory=dict)  # by exercise
    unloaded: dict[str, str] = field(default_factory=dict)  # exercise -> the first check that met its LoadFailure
    progress: object = None  # called with each Result as its check begins, if set

    def __iter__(self):
        return iter(self.by_node.values())

    def find(self, exercise, check):
        return next((result for result in self if (result.exercise, result.check) == (exercise, check)), None)


@dataclass
class Outcome:
    """What `run` returns."""

    results: Results
    started: float  # seconds since the epoch


def run(chosen, file=None, seed=None, train=True, local=False, progress=None, defer=False, threads=True):
    """Check exercises in this process.

    Args:
        chosen: `checker.exercises.Exercise` objects.
        file: the learner's file, where one exercise is chosen.
        seed: of the inputs that the checks draw; a new one where None.
        train: whether to run the checks that train.
        local: run the learner's code in this process, for `--debug`.
        progress: called with each `Result` as its check begins.
        threads: see `checker.learner.code.Learner`.
        defer: have checks that train wait, with `DEFERRED` as the reason, unless it is certain that they would not run.

    Returns:
        An `Outcome`; its results hold a learner for each exercise, whose workers have ended.
    """
    from checker.sandbox import launchers

    started = time.time()
    if not local:
        launchers.launcher()  # begins to import Keras, while pytest collects the checks
    catcher = _Catcher(progress)
    # Nothing of the folder that we stand in may steer the run: no configuration, no conftest.py, no plugin.
    arguments = ["-c", str(exercises.CHECKS / "pytest.ini"), "--rootdir", str(exercises.CHECKS), "--noconftest"]
    arguments += [
        "-p",
        "checker.run.plugin",
        *(f"-pno:{name}" for name in ("cacheprovider", "terminal", "logging", "warnings", "debugging")),
    ]
    arguments += ["--file", str(file)] if file else []
    arguments += ["--seed", str(seed)] if seed is not None else []
    arguments += ["--no-train"] * (not train) + ["--local", "-s"] * local + ["--defer-training"] * defer
    arguments += ["--one-worker"] * (not threads)
    with _no_pytest_variables():
        status = pytest.main([*arguments, *(str(exercise.checks) for exercise in chosen)], plugins=[catcher])
    if status == pytest.ExitCode.INTERRUPTED and not catcher.broken:
        raise KeyboardInterrupt
    if catcher.broken or status not in (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED):
        raise CheckerError("\n".join(catcher.broken) or f"pytest ended with status {int(status)}")
    return Outcome(catcher.results, started)


@contextmanager
def _no_pytest_variables():
    """Take the variables that add options or plugins to pytest out of the environment for a while."""
    variables = ("PYTEST_ADDOPTS", "PYTEST_PLUGINS", "PYTEST_DISABLE_PLUGIN_AUTOLOAD")
    before = {name: os.environ.pop(name, None) for name in variables}
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    try:
        yield
    finally:
        del os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"]
        os.environ.update({name: value for name, value in before.items() if value is not None})


class _Catcher:
    """Takes the results out of a session, and what kept the rubric from being collected."""

    def __init__(self, progress):
        self.progress, self.results, self.broken = progress, None, []

    @pytest.hookimpl(trylast=True)
    def pytest_configure(self, config):
        self.results = config.stash[RESULTS]
        self.results.progress = self.progress

    def pytest_collectreport(self, report):
        if report.failed:
            self.broken.append(report.longreprtext)

    def pytest_internalerror(self, excrepr):
        self.broken.append(str(excrepr))
