"""The pytest plugin behind every verdict: it collects `check_*` functions, counts points, and names outcomes.

`python -m checker` and `pytest --pyargs checker.checks.check_NAME` both come through here.
"""

import zlib
from pathlib import Path

import pytest

from checker import exercises
from checker.errors import CheckerError, UsageError
from checker.failures import Failure, LoadFailure
from checker.outcomes import DEFERRED, ERROR, FAIL, PASS, WAIT, Result, plain_text
from checker.parent import end_with_parent
from checker.run.session import SESSION, Session
from checker.sandbox import folders
from workshop import streams

TOTAL_POINTS = 100


class CheckFile(pytest.Module):
    """A rubric. Its checks are the functions called `check_*`."""

    @property
    def exercise(self):
        return self.path.stem.removeprefix("check_")

    @property
    def titles(self):
        """The line about each check that learners read; from the text, for `python -OO` keeps no docstrings."""
        return {check.name: check.title for check in exercises.stated(self.path)}

    def funcnamefilter(self, name):
        return name.startswith("check_")

    def collect(self):
        items = list(super().collect())
        seen, total, titles = set(), 0, self.titles
        for item in items:
            points = item.get_closest_marker("points")
            name = _check_name(item)
            if not points or not titles.get(name):
                raise self.CollectError(f"{item.nodeid} needs @pytest.mark.points(N) and a docstring")
            for need in points.kwargs.get("needs", ()):
                if need not in seen:
                    raise self.CollectError(f"{item.nodeid} needs {need!r}, which is no check above it")
            seen.add(name)
            total += points.args[0]
        if total != TOTAL_POINTS:
            raise self.CollectError(f"the points of {self.path.name} sum to {total}, not to {TOTAL_POINTS}")
        return items


def pytest_addoption(parser):
    group = parser.getgroup("checker", "judging an exercise")
    group.addoption("--file", metavar="PATH", help="the learner's file (default: ./NAME.py, then ./exercises/NAME.py)")
    group.addoption("--seed", type=int, metavar="N", help="of the inputs that the checks draw (default: a new one)")
    group.addoption("--no-train", action="store_true", help="leave out the checks that train")
    group.addoption("--local", action="store_true", help="run the learner's code in this process; gives no marks")


def pytest_configure(config):
    config.addinivalue_line(
        "markers", "points(n, needs=[...]): what a check is worth, and the checks that go before it"
    )
    config.addinivalue_line("markers", "trained: a check that trains the learner's model")
    if SESSION not in config.stash:  # pytest was started by itself, see checker.run.session for the other way
        streams.open_all()
        end_with_parent(folders.remove_own)
        file, seed, local = (config.getoption(name) for name in ("--file", "--seed", "--local"))
        config.stash[SESSION] = Session(file, seed, not config.getoption("--no-train"), local)


def pytest_pycollect_makemodule(module_path, parent):
    if Path(module_path).parent == exercises.CHECKS and module_path.name.startswith("check_"):
        return CheckFile.from_parent(parent, path=module_path)
    return None


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config, items):
    session = config.stash[SESSION]
    results, kept, left_out = session.results, [], []
    for item in items:
        if not isinstance(item.parent, CheckFile):
            kept.append(item)
            continue
        trained = item.get_closest_marker("trained") is not None
        if trained and not session.train:
            left_out.append(item)
            continue
        kept.append(item)
        title = item.parent.titles[_check_name(item)]
        points = item.get_closest_marker("points").args[0]
        results.by_node[item.nodeid] = Result(item.parent.exercise, _check_name(item), title, points, trained)
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = kept
    names = list(dict.fromkeys(result.exercise for result in results))
    if session.file and len(names) > 1:
        raise pytest.UsageError("--file goes with exactly one exercise")
    try:
        session.find_files(names)
    except UsageError as error:
        raise pytest.UsageError(str(error)) from None


@pytest.fixture(scope="module")
def learner(request):
    """The learner's file: `checker.learner.code.Learner`."""
    from checker.learner.code import Learner

    session, name = request.config.stash[SESSION], request.node.exercise
    results = session.results
    learner = Learner(name, results.paths[name], results.seed, session.local, threads=session.threads)
    results.learners[name] = learner
    learner.begin(session.check)
    yield learner
    learner.close()


@pytest.fixture(scope="module")
def rng_for(request):
    """`numpy.random.Generator` by a name: for a fixture that several checks share, which calls it with its own name.

    The seed is drawn for the run and kept in the report. What one check draws hangs on no other check.
    """
    import numpy as np

    seed, exercise = request.config.stash[SESSION].results.seed, request.node.exercise
    return lambda name: np.random.default_rng([seed, *(zlib.crc32(text.encode()) for text in (exercise, name))])


@pytest.fixture
def rng(request, rng_for):
    """`numpy.random.Generator` for the inputs of a check, which no other check draws from."""
    return rng_for(request.node.originalname)  # with check_ in front, as no fixture is called


@pytest.fixture(scope="session")
def trains(request):
    """Whether the checks that train are run, so that what they need may begin early."""
    session = request.config.stash[SESSION]
    return session.train and not session.defer


@pytest.hookimpl(wrapper=True)
def pytest_fixture_setup(fixturedef, request):
    """Remember which calls of the learner's functions a fixture made, for the messages of the checks that use it."""
    learner = _learner_of(request.node)
    before = len(learner.calls) if learner else 0
    try:
        return (yield)
    finally:
        if learner:
            fixturedef.checker_calls = learner.calls[before:]


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item):
    session = item.config.stash[SESSION]
    results = session.results
    result = results.by_node.get(item.nodeid)
    if result is None:
        return
    if session.progress:
        session.progress(result)
    for need in item.get_closest_marker("points").kwargs.get("needs", ()):
        needed = results.find(result.exercise, need)
        if needed and needed.outcome != PASS:
            raise _Wait(f"after {needed.number}")
    if result.trained and session.defer:
        raise _Wait(DEFERRED)
    learner = results.learners.get(result.exercise)
    item.checker_calls_before = len(learner.calls) if learner else 0
    session.check = result.check
    if learner:
        learner.begin(session.check)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    report = yield
    results = item.config.stash[SESSION].results
    result = results.by_node.get(item.nodeid)
    if result is None:
        return report
    result.seconds += call.duration
    if call.excinfo is None:
        if call.when == "call":
            result.outcome, result.message = PASS, ""
        return report
    error = call.excinfo.value
    if isinstance(error, Failure):
        first = results.unloaded.setdefault(result.exercise, result.check) if isinstance(error, LoadFailure) else None
        if first not in (None, result.check):
            result.outcome, result.message = WAIT, f"after {result.exercise}.{first}"
        else:
            result.outcome, result.failure = error.outcome, _completed(error, item)
            result.message = ""
            _tell_once(result, results)
    elif isinstance(error, _Wait):
        result.outcome, result.message = WAIT, str(error)
    else:  # in a check, in the checker, in its set-up or its tear-down: never the learner's fault
        told = str(error) if isinstance(error, CheckerError) else f"{type(error).__name__}: {error}"
        result.outcome, result.failure, result.message = ERROR, None, told
        return report
    report.outcome = "skipped" if result.outcome == WAIT else "failed"
    text = plain_text(result, results.learners.get(result.exercise))
    report.longrepr = (str(item.path), 0, text) if result.outcome == WAIT else text
    report.when = "call"  # a fixture that fails on the learner's account is a failed check, not a broken set-up
    return report


def _tell_once(result, results):
    """Where an earlier check told exactly the same, refer to it; what is asked of a result that never came, waits."""
    failure = result.failure
    first = results.told.setdefault((result.exercise, failure.identity), result.number)
    if first == result.number or result.outcome != FAIL:
        return
    if failure.got == "None":  # a function without `return`
        result.outcome, result.failure, result.message = WAIT, None, f"after {first}"
    else:
        result.same_as = first


class _Wait(Exception):
    """A check that needs another one first."""


def _check_name(item):
    return item.originalname.removeprefix("check_")


def _learner_of(item):
    results = item.config.stash[SESSION].results
    module = item.getparent(CheckFile)
    return results.learners.get(module.exercise) if module else None


def _completed(failure, item):
    """Say in a check's failure which call it is about: the last one of the check, or of a fixture that it uses."""
    learner = _learner_of(item)
    if learner is None:
        return failure
    calls = learner.calls[getattr(item, "checker_calls_before", len(learner.calls)) :]
    if not calls:
        for definitions in item._fixtureinfo.name2fixturedefs.values():
            calls = [*calls, *getattr(definitions[-1], "checker_calls", [])]
    if calls and failure.called is None:
        failure.called = calls[-1].text
        failure.where = failure.where or learner.where(calls[-1].function)
    failure.printed = failure.printed or "\n".join(dict.fromkeys(call.printed for call in calls if call.printed))
    return failure
