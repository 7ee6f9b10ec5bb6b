"""A lesson's notebook becomes an assignment: a graded cell a check, and keys in the place of written answers."""

from dataclasses import dataclass

import nbformat
import pytest

from checker.errors import CheckerError
from checker.exercises import Exercise, by_name, exercises, rubric
from checker.grading.nbgrader import assignment
from checker.materials.keys import keys
from checker.run.session import run
from tests.support.answers import some_exercise
from tests.support.classroom import graded_cells

LESSON = """\
# Black becomes white

## How to work

Read, then write.

## Questions

**1. Why?** Say why.

*Your answer:*

**2. What for?** Say what for.

*Your answer:*
"""
KEY = """\
# The key

For instructors only.

## 1

- Full marks: because.

## 2

- Full marks: for nothing.

### A remark

It belongs to the second.
"""


@dataclass(frozen=True)
class Own(Exercise):
    """An exercise with a lesson and a key of the test's own, and the checks of another one."""

    folder: object = None

    @property
    def lesson(self):
        return self.folder / "lesson.md"

    @property
    def key(self):
        return self.folder / "key.md"


@pytest.fixture
def own(tmp_path):
    (tmp_path / "lesson.md").write_text(LESSON, encoding="utf-8")
    (tmp_path / "key.md").write_text(KEY, encoding="utf-8")
    return Own(some_exercise().name, 1, "An exercise", folder=tmp_path)


def questions(exercise):
    """`{grade_id: text}` of the cells for written answers."""
    cells = graded_cells(nbformat.reads(assignment.graded(exercise), as_version=4))
    return {name: cell.source for name, cell in cells.items() if name.startswith("question-")}


def test_each_question_has_its_section_of_the_key(own):
    assert questions(own) == {
        "question-1": "- Full marks: because.",
        "question-2": "- Full marks: for nothing.\n\n### A remark\n\nIt belongs to the second.",
    }


def points(exercise):
    cells = graded_cells(nbformat.reads(assignment.graded(exercise), as_version=4))
    return [cell.metadata.nbgrader["points"] for name, cell in cells.items() if name.startswith("question-")]


def test_a_question_is_worth_ten_points_where_its_title_says_nothing(own):
    assert points(own) == [10, 10]


@pytest.mark.parametrize("title", ["**2. What for (40 points).**", "**2. What (if not) for (40 points)?**"])
def test_a_question_is_worth_what_its_title_says(own, title):
    own.lesson.write_text(LESSON.replace("**2. What for?**", title), encoding="utf-8")
    assert points(own) == [10, 40]


@pytest.mark.parametrize(
    ("title", "told"),
    [
        ("**2. What for (4.5 points)?**", "as a whole number"),
        ("**2. What for (many points)?**", "as a whole number"),
        ("**2. (40 points) What for?**", "at the end of a title"),
        ("**3. What for?**", "answer 2 must have a question that begins with its number"),
        ("What for?", "answer 2 must have a question that begins with its number"),
    ],
)
def test_a_question_that_cannot_be_read_is_told(own, title, told):
    own.lesson.write_text(LESSON.replace("**2. What for?**", title), encoding="utf-8")
    with pytest.raises(CheckerError, match=told):
        assignment.graded(own)


def test_where_no_key_is_installed_each_question_says_so(own):
    own.key.unlink()
    assert questions(own) == dict.fromkeys(("question-1", "question-2"), assignment.NO_KEY)


@pytest.mark.parametrize("change", [("## 2", "## 3"), ("## 2", "## Two"), ("## 1", "## 2"), ("### A remark", "## 3")])
def test_a_key_to_other_questions_is_told(own, change):
    own.key.write_text(KEY.replace(*change), encoding="utf-8")
    with pytest.raises(CheckerError, match=r"must have a section for each of the 2 written questions of lesson\.md"):
        assignment.graded(own)


def test_a_lesson_without_questions_needs_no_key(own):
    own.lesson.write_text(LESSON.partition("## Questions")[0], encoding="utf-8")
    own.key.unlink()
    assert questions(own) == {}


@pytest.mark.parametrize("name", [exercise.name for exercise in exercises()])
def test_points_of_cells_are_those_of_the_checks(name):
    exercise = by_name(name)
    cells = graded_cells(nbformat.reads(assignment.graded(exercise), as_version=4))
    checks = rubric(exercise)
    assert [each for each in cells if not each.startswith("question-")] == [check.name for check in checks]
    assert sum(cells[check.name].metadata.nbgrader["points"] for check in checks) == 100
    results = run([exercise], file=exercise.skeleton).results
    found = [(result.check, result.points, result.title, result.trained) for result in results]
    assert found == [tuple(check) for check in checks]
    questions = [each for each in cells if each.startswith("question-")]
    assert len(questions) >= 3
    assert [cells[each].source for each in questions] == keys(exercise)
