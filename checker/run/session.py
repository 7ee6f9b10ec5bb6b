"""One run of the checks: what it is asked, and what it finds."""

import os
import secrets
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from checker import exercises
from checker.errors import CheckerError
from checker.outcomes import Result

SESSION = pytest.StashKey["Session"]()


@dataclass
class Results:
    """The results of a session, in the order of the checks, with what is needed to repeat it."""

    seed: int
    local: bool = False
    by_node: dict[str, Result] = field(default_factory=dict)
    paths: dict[str, Path] = field(default_factory=dict)  # the learner's file by exercise
    learners: dict[str, object] = field(default_factory=dict)  # by exercise
    unloaded: dict[str, str] = field(default_factory=dict)  # exercise -> the first check that met its LoadFailure
    told: dict[tuple, str] = field(
        default_factory=dict
    )  # (exercise, a failure's identity) -> the first check that met it

    def __iter__(self):
        return iter(self.by_node.values())

    def find(self, exercise, check):
        return next((result for result in self if (result.exercise, result.check) == (exercise, check)), None)


class Session:
    """A run: what it is asked, and what it finds. `checker.run.plugin` carries it out.

    Attributes:
        results: `Results`; after the run they hold a learner for each exercise, whose workers have ended.
        started: seconds since the epoch.
        broken: what kept a rubric from being collected, or broke pytest itself: texts.
        check: the name of the check that runs, or ran last.
    """

    def __init__(
        self, file=None, seed=None, train=True, local=False, progress=None, defer=False, threads=True, paths=None
    ):
        """Say what is asked; see `run`."""
        self.file, self.train, self.local, self.defer, self.threads = file, train, local, defer, threads
        self.progress, self.started, self.broken, self.check = progress, time.time(), [], ""
        self.results = Results(secrets.randbits(32) if seed is None else seed, local, paths=paths or {})

    def find_files(self, names):
        """Find the learner's file for each exercise, unless they are known.

        Raises:
            UsageError: one does not exist.
        """
        if not self.results.paths:
            found = {name: exercises.answer_path(exercises.by_name(name), self.file) for name in names}
            self.results.paths = found


def run(chosen, **asked):
    """Check exercises in this process.

    Args:
        chosen: `checker.exercises.Exercise` objects.
        **asked: any of
            file: the learner's file, where one exercise is chosen.
            paths: the learner's files by exercise, where they were found before.
            seed: of the inputs that the checks draw; a new one where None.
            train: whether to run the checks that train.
            local: run the learner's code in this process, for `--debug`.
            progress: called with each `Result` as its check begins.
            threads: see `checker.learner.code.Learner`.
            defer: have checks that train wait, with `DEFERRED` as the reason, unless it is certain that they would not
                run.

    Returns:
        The `Session`.

    Raises:
        UsageError: a learner's file does not exist.
        CheckerError: a rubric cannot be collected, or pytest broke.
    """
    from checker.sandbox import launchers

    session = Session(**asked)
    session.find_files([exercise.name for exercise in chosen])
    if not session.local:
        launchers.launcher()  # begins to import Keras, while pytest collects the checks
    # Nothing of the folder that we stand in may steer the run: no configuration, no conftest.py, no plugin.
    arguments = ["-c", str(exercises.CHECKS / "pytest.ini"), "--rootdir", str(exercises.CHECKS), "--noconftest"]
    arguments += ["-p", "checker.run.plugin", *(f"-pno:{name}" for name in UNWANTED), *["-s"] * session.local]
    with _no_pytest_variables():
        status = pytest.main([*arguments, *(str(exercise.checks) for exercise in chosen)], plugins=[_Handed(session)])
    if status == pytest.ExitCode.INTERRUPTED and not session.broken:
        raise KeyboardInterrupt
    if session.broken or status not in (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED):
        raise CheckerError("\n".join(session.broken) or f"pytest ended with status {int(status)}")
    return session


# Plugins of pytest's own. The last one collects garbage five times at the end: half a second, where Keras is imported.
UNWANTED = "cacheprovider", "terminal", "logging", "warnings", "debugging", "unraisableexception"


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


class _Handed:
    """Hands a session to the plugin, which else makes one of pytest's options."""

    def __init__(self, session):
        self.session = session

    @pytest.hookimpl(tryfirst=True)
    def pytest_configure(self, config):
        config.stash[SESSION] = self.session

    def pytest_collectreport(self, report):
        if report.failed:
            self.session.broken.append(report.longreprtext)

    def pytest_internalerror(self, excrepr):
        self.session.broken.append(str(excrepr))
