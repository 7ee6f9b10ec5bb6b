"""`python -m checker prove`: what it looks for beside what the tests of tests/exercises find."""

import shutil

import pytest
from rich.console import Console

from checker import exercises
from checker.commands import prove
from checker.errors import UsageError
from tests.support.answers import some_exercise

FOLDERS = ("solutions", "exercises", "docs", "tests/answers", "tests/exercises")


@pytest.fixture
def copy(tmp_path, root, monkeypatch):
    """A copy of the files that it looks at."""
    for name in FOLDERS:
        ignore = shutil.ignore_patterns("*.npz", "__pycache__")
        shutil.copytree(root / name, tmp_path / name, ignore=ignore)
    shutil.copy(root / "README.md", tmp_path)
    monkeypatch.setattr(exercises, "ROOT", tmp_path)
    return tmp_path


def test_no_file_of_the_project_is_a_stray():
    assert [str(path) for path, _ in prove.strays()] == []


@pytest.mark.parametrize(
    "name",
    [
        "tests/answers/{name}/notes.md", "tests/answers/{name}/chaff/kept.txt", "tests/answers/{name}/wheat/two words.py",
        "tests/answers/{name}/wheats/right.py", "tests/answers/nobody/wheat/right.py", "solutions/nobody.py",
        "exercises/nobody.ipynb", "exercises/{name}.txt", "{lessons}/97-{name}.md",
    ],
)  # fmt: skip
def test_a_file_that_belongs_to_no_step_is_refused(name, copy):
    exercise = some_exercise()
    lessons = exercise.lesson.parent.relative_to(copy)
    path = copy / name.format(name=exercise.name, lessons=lessons)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("")
    (stray,) = [found for found, _ in prove.strays()]
    assert path.is_relative_to(stray)


def test_what_is_not_there_is_missed_at_its_step_and_nothing_is_run(copy, monkeypatch):
    exercise = some_exercise()
    exercise.lesson.unlink()
    shutil.rmtree(copy / "tests" / "answers" / exercise.name / "wheat")
    monkeypatch.setattr(prove, "run_tests", None)
    console = Console(record=True, width=200)
    assert prove.prove(exercise.name, console) == 1
    told = console.export_text()
    assert f"there is no {exercise.lesson.relative_to(copy)}" in told
    assert f"there is no answer in tests/answers/{exercise.name}/wheat" in told
    assert "Next, step 2: write the lesson" in told


def test_what_needs_a_sync_is_told(copy, monkeypatch):
    exercise = some_exercise()
    exercise.skeleton.write_text(exercise.skeleton.read_text("utf-8") + "\n", encoding="utf-8")
    monkeypatch.setattr(prove, "run_tests", lambda name, steps, quick, jobs: None)
    console = Console(record=True, width=200)
    assert prove.prove(exercise.name, console) == 1
    assert f"exercises/{exercise.name}.py" in console.export_text()


def test_outside_a_checkout_and_for_no_exercise_it_says_so(copy):
    with pytest.raises(UsageError, match="no exercise called 'nobody'"):
        prove.prove("nobody", Console())
    shutil.rmtree(copy / "tests" / "exercises")
    with pytest.raises(UsageError, match="Prove an exercise in a checkout"):
        prove.prove(some_exercise().name, Console())
