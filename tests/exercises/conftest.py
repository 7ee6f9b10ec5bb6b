"""What the tests of this folder are about: every exercise, or the one that `--exercise NAME` names, and its answers.

A test that takes `exercise`, `wheat`, `chaff` or `attack` is run for each of them. The mark `step(N)` says to which step
of docs/contributing/how-to-add-an-exercise.md a test belongs; `python -m checker prove` reports by it.
"""

import functools
import os
import zlib

import numpy as np
import pytest

from checker.errors import UsageError
from checker.exercises import by_name, exercises
from checker.version import sources
from tests.support import less
from tests.support.answers import collected, trained_checks

FEW = 6000  # images of a data set with a name that a script learns from: in fewer, too little changes to be seen
KINDS = {"wheat": "wheat", "chaff": "chaff", "attack": "attacks"}
TRIED = {"wheat": (5, 0), "chaff": (7, 1)}  # of each exercise, where not all are: in all tests, and with --quick


def pytest_configure(config):
    config.addinivalue_line("markers", "step(N): of how-to-add-an-exercise.md, which the test belongs to")
    config.addinivalue_line("markers", "leaves_a_run: for exercises whose script leaves a run folder only")
    config.addinivalue_line(
        "markers", "sample(count=None): so many answers of an exercise are enough, or as many as TRIED says"
    )
    config.addinivalue_line("markers", "quick: with --quick or --exercise only; in all tests a slow one holds the same")


def pytest_generate_tests(metafunc):
    chosen = _chosen(metafunc.config)
    if "exercise" in metafunc.fixturenames:
        if metafunc.definition.get_closest_marker("leaves_a_run"):
            chosen = [exercise for exercise in chosen if "LEAVES" in exercise.facts]
        metafunc.parametrize("exercise", chosen, ids=lambda each: each.name)
    for name in KINDS.keys() & set(metafunc.fixturenames):
        cases = [case for exercise in chosen for case in collected(KINDS[name], exercise.name)]
        mark = metafunc.definition.get_closest_marker("sample")
        if mark:
            cases = [case for case in cases if sampled(metafunc.config, case, *mark.args)]
        slow = [pytest.mark.slow] if name == "chaff" else []
        trains = {each.name: trained_checks(each.name) for each in chosen}
        marks = {case: slow * (case.says("fails") in trains[case.exercise]) for case in cases}
        metafunc.parametrize(
            name, [pytest.param(case, marks=marks[case]) for case in cases], ids=lambda case: case.name
        )


def pytest_collection_modifyitems(config, items):
    # A test about files of which an exercise has none, such as attacks, is no test that was left out.
    left = [item for item in items if item.name.endswith("[NOTSET]")]
    # An exercise is proved with its own tests alone, and perhaps without MNIST, which the slow ones want.
    if not (config.getoption("--quick") or config.getoption("--exercise")):
        left += [item for item in items if item.get_closest_marker("quick")]
    config.hook.pytest_deselected(items=left)
    items[:] = [item for item in items if item not in left]
    for item in items:
        step = item.get_closest_marker("step")
        if step:
            item.user_properties.append(("step", step.args[0]))


def _chosen(config):
    name = config.getoption("--exercise")
    try:
        return [by_name(name)] if name else exercises()
    except UsageError as error:
        raise pytest.UsageError(str(error)) from None


def sampled(config, case, count=None):
    """Whether a case is among the `count` of its exercise that are tried although not all are, or as many as `TRIED` says.

    They are so many, whatever an exercise has, that the time of the tests grows with the exercises and not with their
    answers. None is whose header says that it is slow. A few are always the same ones, and so is chaff, for its messages
    are kept; other right answers are tried each time that something changes on which a verdict depends.
    """
    options = ("all_answers", "keyword", "exercise")
    if case.says("slow"):
        return config.getoption("--all-answers")
    if os.environ.get("UPDATE_GOLDEN") or any(config.getoption(option) for option in options):
        return True
    kind = case.path.parent.name
    if count is not None:
        return case in _first(kind, case.exercise, count, "")
    count = TRIED[kind][config.getoption("quick")]
    if kind == "wheat" and count:  # the first one, which is trained, is among them
        return sampled(config, case, 1) or case in _first(kind, case.exercise, count, sources())
    return case in _first(kind, case.exercise, count, "")


@functools.cache
def _first(kind, exercise, count, drawn):
    cases = [case for case in collected(kind, exercise) if not case.says("slow")]
    return sorted(cases, key=lambda case: zlib.crc32((drawn + case.name).encode()))[:count]


@pytest.fixture(scope="session")
def few_images(tmp_path_factory):
    """A small data set: each digit a block of its own place, easy to learn."""
    rng = np.random.default_rng(0)

    def draw(count):
        labels = (np.arange(count) % 10).astype("uint8")
        images = rng.integers(0, 60, (count, 28, 28)).astype("uint8")
        for image, label in zip(images, labels, strict=True):
            row, column = divmod(int(label), 4)
            image[row * 8 : row * 8 + 7, column * 7 : column * 7 + 6] = 250
        return images, labels

    (x_train, y_train), (x_test, y_test) = draw(1200), draw(200)
    path = tmp_path_factory.mktemp("data") / "few.npz"
    np.savez(path, x_train=x_train, y_train=y_train, x_test=x_test, y_test=y_test)
    return path


@pytest.fixture(scope="session")
def trained(few_images, tmp_path_factory):
    """The run folder of a solution, run as a script as learners run theirs; call it with the exercise, and a number.

    Made once for each exercise and number: the same script, with the same seed, once more where the number is another.
    """
    from tests.conftest import need_program, python

    made = {}

    def run(exercise, number=0):
        key = exercise.name, number
        if key not in made:
            need_program("dot", "graphviz")
            out = tmp_path_factory.mktemp("runs") / f"{exercise.name}-{number}"
            facts = exercise.facts
            dataset = facts.get("TRIED_DATASET") or few_images
            # A data set that is asked for by its name is cut short, too: no path takes the place of its name.
            script = [less.__file__, FEW] * ("TRIED_DATASET" in facts) + [exercise.solution]
            length = facts.get("TRIED_OPTIONS") or ["--epochs", facts["TRIED_EPOCHS"]]
            options = ["--dataset", dataset, *length, "--seed", 3, "--out", out]
            done = python(*script, *options, cwd=tmp_path_factory.mktemp("cwd"))
            assert done.returncode == 0, done.stderr
            made[key] = out
        return made[key]

    return run
