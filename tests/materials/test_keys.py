"""Keys to written questions: one for each question, and for instructors only."""

import re

import pytest

from checker.errors import CheckerError
from checker.exercises import exercises
from checker.materials.keys import keys
from checker.materials.questions import ANSWER, questions
from checker.materials.start import start

EACH = pytest.mark.parametrize("exercise", exercises(), ids=lambda exercise: exercise.name)


def test_no_key_is_of_an_exercise_that_is_not_there(root):
    assert {path.name for path in (root / "docs" / "rubrics").iterdir()} <= {each.key.name for each in exercises()}


@pytest.fixture
def toy(tmp_path):
    """Something whose key one can write."""

    class Toy:
        lesson, key = tmp_path / "lesson.md", tmp_path / "4-toy.md"

    Toy.lesson.write_text(f"**1. A.** Why?\n\n{ANSWER}\n\n**2. B.** How?\n\n{ANSWER}\n", "utf-8")
    return Toy


def test_where_there_are_no_keys_there_are_none(toy):
    assert keys(toy) == []


def test_keys_come_in_the_order_of_the_questions(toy):
    toy.key.write_text("# Key\n\nA word.\n\n## 1\n\n**A.** Why?\n\n- Full marks: x\n\n## 2\n\n- Half: y\n", "utf-8")
    assert keys(toy) == ["**A.** Why?\n\n- Full marks: x", "- Half: y"]


@pytest.mark.parametrize("headings", ["## 1", "## 1\n\n## 3", "## 1\n\n## 2\n\n## 3", "## 1\n\n## Question 2"])
def test_keys_that_are_not_numbered_like_the_questions_are_refused(headings, toy):
    toy.key.write_text(f"# Key\n\n{headings}\n", encoding="utf-8")
    with pytest.raises(CheckerError, match=r"4-toy\.md must have a section for each of the 2 written questions"):
        keys(toy)


def lines_of(exercise):
    """The lines of an exercise's keys that say something of their own."""
    return [line.strip("- ") for key in keys(exercise) for line in key.splitlines() if len(line) > 60]


@EACH
def test_keys_are_on_no_page_that_learners_get_or_are_pointed_to(exercise, root, tmp_path):
    start(tmp_path / "mine")
    pages = [root / "README.md", *(tmp_path / "mine").iterdir()]
    pages += [path for folder in ("docs/lessons", "exercises") for path in (root / folder).iterdir() if path.is_file()]
    lines = lines_of(exercise)
    assert len(lines) > 5
    for page in pages:
        text = page.read_text("utf-8")
        assert [line for line in lines if line in text] == [], page
        assert "docs/rubrics" not in text, page


@EACH
def test_a_key_that_tells_points_gives_those_of_its_question_and_half_of_them_for_half(exercise):
    for question, key in zip(questions(exercise), keys(exercise), strict=True):
        for word, points in (("Full marks", question.points), ("Half", question.points / 2)):
            assert [int(number) for number in re.findall(rf"- {word}: (\d+)[.,](?!\d)", key)] in ([], [points]), (
                question
            )
        stated = re.match(r"\*\*.*\((\d+) points\)", key)
        assert stated is None or int(stated[1]) == question.points
