"""A new exercise is one solution, one lesson, a check file, a few answers, and no edit anywhere else.

Two toys, whose files lie in tests/toys/, are copied into a copy of the project and taken through all that holds for
every exercise: one of a single function, and one with a model of two inputs, a train step, and a trial of a few steps.
"""

import shutil
import subprocess

import pytest

from tests.conftest import python

TOYS = ("invert", "matcher")
pytestmark = pytest.mark.xdist_group("toys")


@pytest.fixture(scope="session")
def enlarged(root, tmp_path_factory):
    """A copy of the project's files, with two exercises more."""
    copy = tmp_path_factory.mktemp("project")
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=root,
        capture_output=True,
        check=True,
    )
    for name in listed.stdout.decode().split("\0"):
        if name and (root / name).is_file():
            (copy / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(root / name, copy / name)
    for toy in TOYS:
        shutil.copytree(root / "tests" / "toys" / toy, copy, dirs_exist_ok=True)
    done = python("-m", "checker", "sync", cwd=copy)
    assert done.returncode == 0, done.stderr
    return copy


def changed(path, *change):
    """Write a file with something in the place of something else; returns what it was."""
    right = path.read_text("utf-8")
    assert change[0] in right
    path.write_text(right.replace(*change), encoding="utf-8")
    return right


@pytest.mark.slow
@pytest.mark.parametrize("toy", TOYS)
def test_all_steps_are_done_and_nothing_else_has_to_be_edited(toy, enlarged):
    done = python("-m", "checker", "prove", toy, "--jobs", 1, cwd=enlarged, timeout=300)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "All steps are done." in done.stdout


@pytest.mark.slow
def test_it_is_checked_hinted_and_handed_out(enlarged, tmp_path):
    done = python("-m", "checker", "invert", "--hint", cwd=enlarged)
    assert "invert: 0 of 100 points" in done.stdout, done.stderr
    assert "Subtract from the brightest value." in done.stdout
    skeleton = (enlarged / "exercises" / "matcher.py").read_text("utf-8")
    assert 'raise NotImplementedError("matcher.Matcher.train_step is yours to write")' in skeleton
    done = python("-m", "checker", "invert", "--file", "solutions/invert.py", cwd=enlarged)
    assert "invert: 100 of 100 points" in done.stdout, done.stderr
    assert done.returncode == 0
    told = python("-m", "checker", "start", tmp_path / "mine", cwd=enlarged).stdout
    assert "invert.py, invert.ipynb" in told
    assert "matcher.py, matcher.ipynb" in told


@pytest.mark.slow
def test_what_is_missing_is_told_with_the_step_that_comes_next(enlarged):
    solution = enlarged / "solutions" / "invert.py"
    right = changed(solution, "return np.uint8(255) - images", "return np.uint8(254) - images")
    stray = enlarged / "tests" / "answers" / "invert" / "chaff" / "notes.txt"
    stray.write_text("to be done")
    try:
        done = python("-m", "checker", "prove", "invert", "--quick", "--jobs", 1, cwd=enlarged, env={"COLUMNS": "250"})
    finally:
        solution.write_text(right, encoding="utf-8")
        stray.unlink()
    assert done.returncode == 1
    told = " ".join(done.stdout.replace("│", " ").split())
    assert "Next, step 7: python -m checker invert --file solutions/invert.py" in told
    assert "notes.txt" in told


@pytest.mark.parametrize(
    ("change", "piece"),
    [
        (("points(60", "points(50"), "sum to 90, not to 100"),
        (('needs=["dtype"]', 'needs=["dtipe"]'), "needs 'dtipe', which is no check above it"),
        (("ORDER = 99", "ORDER = 1"), "state the same ORDER"),
        (("ORDER = 99", ""), "must state its place"),
        (('"""invert() returns bytes"""', "pass"), "a docstring"),
        (("from checker.rubric.expect", "from checker.rubric.expected"), "No module named"),
    ],
)
def test_a_mistake_in_a_check_file_is_told_to_its_author(enlarged, change, piece):
    path = enlarged / "checker" / "checks" / "check_invert.py"
    right = changed(path, *change)
    try:
        done = python("-m", "checker", "invert", "--file", "solutions/invert.py", cwd=enlarged)
    finally:
        path.write_text(right, encoding="utf-8")
    assert done.returncode == 3
    assert piece in done.stderr
    assert "points" not in done.stdout
