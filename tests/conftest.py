"""Fixtures of the project's tests, and the list of what was left out at the end of a run."""

import functools
import gc
import os
import shutil
import signal
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


def pytest_addoption(parser):
    parser.addoption("--all-answers", action="store_true", help="try all right and wrong answers, not a sample of them")
    parser.addoption("--exercise", metavar="NAME", help="of tests/exercises, only what is about this one")
    parser.addoption(
        "--quick", action="store_true", help="leave out what is marked as slow: what to run before a commit"
    )


def pytest_configure(config):
    from checker.parent import end_with_parent

    end_with_parent()
    os.environ.pop("WORKSHOP_START", None)  # what is said to come next is as where the environment is active
    if config.getoption("numprocesses", None):
        # Each core has a test: several threads of one only wait for each other, which takes a fifth more of computing.
        from checker.sandbox.launchers import THREADS

        for name in THREADS:
            os.environ.setdefault(name, "1")  # for the processes that run tests, and all that these start


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    from tests.support.scheduling import Together

    return Together(config, log) if config.getvalue("dist") == "loadgroup" else None


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config, items):
    if config.getoption("--quick"):
        slow = [item for item in items if item.get_closest_marker("slow")]
        config.hook.pytest_deselected(items=slow)
        items[:] = [item for item in items if not item.get_closest_marker("slow")]


def pytest_collection_finish(session):
    # What was imported stays: the garbage collector need not look at a million objects again and again.
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def root():
    """The checkout."""
    return ROOT


@pytest.fixture(scope="module")
def browser():
    """A headless Chromium, closed at the end of each file: while it is open, no event loop can be run beside it."""
    from tests.support.browser import chromium

    with chromium() as started:
        yield started


@pytest.fixture
def answer(tmp_path):
    """Write a whole answer for an exercise; call it with the exercise and what differs from the solution."""
    from tests.support.answers import compose

    def write(exercise, text=""):
        path = tmp_path / f"{exercise}.py"
        path.write_text(compose(exercise, text), encoding="utf-8")
        return path

    return write


def python(*arguments, cwd, env=None, timeout=120):
    """Run this interpreter on arguments; returns the finished process."""
    from tests.support import warm

    return warm.run(arguments, cwd, env, timeout)


@pytest.fixture
def run_python(tmp_path):
    """Run this interpreter on arguments, in an empty folder unless told otherwise; returns the finished process."""
    return functools.partial(python, cwd=tmp_path)


@pytest.fixture
def command(tmp_path, monkeypatch, capsys):
    """Run `python -m checker` on arguments as `run_python` does, but in this process: seconds less, with Keras's import."""
    from checker.__main__ import main

    def run(*arguments, cwd=tmp_path):
        capsys.readouterr()
        with monkeypatch.context() as patch:
            patch.chdir(cwd)
            patch.setenv("COLUMNS", "80")  # as where there is no terminal
            try:
                status = main([str(argument) for argument in arguments])
            except SystemExit as ended:  # argparse's
                status = ended.code
        told = capsys.readouterr()
        return subprocess.CompletedProcess(arguments, status, told.out, told.err)

    return run


@pytest.fixture(autouse=True)
def same_level():
    """What a test runs of grading confines all workers of this process: not those of the tests that come after it."""
    from checker.sandbox import launchers

    before = launchers.level()
    yield
    launchers.confine(before)


@pytest.fixture(scope="module")
def level():
    """Level "class", where this machine allows it."""
    need_confinement()
    return "class"


@pytest.fixture(scope="module")
def scene(level, tmp_path_factory):
    """The surroundings of attacks, with all workers of this process confined."""
    from tests.support.attacking import Scene, confined

    with confined(level):
        scene = Scene(tmp_path_factory.mktemp("scene"))
        yield scene
        scene.close()


@pytest.fixture(scope="session")
def real_digits():
    """MNIST, where it can be had."""
    from workshop import data

    dataset = "mnist"
    loaded = data.load(dataset)
    if loaded.name != dataset:  # glyphs, in its place
        pytest.skip("needs MNIST: a network, or WORKSHOP_DATA with mnist.npz in it")
    return loaded


def hear_ctrl_c():
    """For `preexec_fn`: a process that is started in the background of a script would ignore Ctrl-C."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def need_confinement():
    """Skip a test where no code can be confined at level "class", with the reason."""
    from checker.errors import UsageError
    from checker.sandbox import confinement

    try:
        confinement.level("class")
    except UsageError as error:
        pytest.skip(f"needs namespaces: {error}")


def need_program(name, package):
    """Skip a test whose program is missing, naming the Debian package that has it."""
    if shutil.which(name) is None:
        pytest.skip(f"needs {name}: apt-get install {package}")


def pytest_sessionfinish(session, exitstatus):
    """In CI a test that was left out is a failure, unless it needs a GPU or namespaces: something is missing there."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    skipped = reporter.stats.get("skipped", []) if reporter else []
    if (
        os.environ.get("CI")
        and exitstatus == 0
        and any(not {"gpu", "confinement"} & set(report.keywords) for report in skipped)
    ):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter):
    skipped = terminalreporter.stats.get("skipped", [])
    if skipped:
        terminalreporter.section("left out")
        for report in skipped:
            reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
            terminalreporter.line(f"{report.nodeid}: {reason}")
