"""The images of lessons: which runs make them is stated in a file beside them for each exercise that has some."""

import importlib.util
import sys

from checker.exercises import exercises


def test_what_is_run_is_stated_for_exercises_that_there_are(root, monkeypatch):
    spec = importlib.util.spec_from_file_location("make", root / "docs" / "lessons" / "pictures" / "make.py")
    make = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, "make", make)
    spec.loader.exec_module(make)
    found = make.runs()
    names = {exercise.name for exercise in exercises()}
    assert {path.stem for path in make.HERE.glob("*.py")} <= names | {"make"}
    assert {exercise for exercise, _ in found.values()} <= names
    assert all(callable(draw) for _, wanted in found.values() for draw in wanted.draws)
