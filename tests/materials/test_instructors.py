"""The instructor's edition of lessons: with the solutions, and nowhere that learners look."""

import json

import pytest

from checker.exercises import exercises
from checker.grading.nbgrader.course import build
from checker.materials import lessons, skeletons
from checker.materials.start import start


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    folder = tmp_path_factory.mktemp("classes") / "course"
    build(folder)
    return folder


def longest_lines(exercise):
    """Of each function to write, the line of the answer that nobody types by chance; two at most."""
    source = exercise.solution.read_text("utf-8").splitlines()
    for first, last, _ in skeletons.regions(exercise.name, "\n".join(source)):
        lines = [line.strip() for line in source[first : last - 1]]
        yield from sorted((line for line in lines if len(line) > 45 and "#" not in line), key=len)[-2:]


@pytest.mark.parametrize("exercise", exercises(), ids=lambda exercise: exercise.name)
def test_the_edition_has_the_solution_of_each_function_behind_its_hints_and_learners_have_none(
    exercise, course, tmp_path
):
    book = json.loads((course / "instructors" / exercise.notebook.name).read_text("utf-8"))
    cells = ["".join(cell["source"]) for cell in book["cells"]]
    for function in skeletons.to_write(exercise.name, exercise.solution.read_text("utf-8")):
        (cell,) = [text for text in cells if text.startswith(f"## `{function}`")]
        # The solution and nothing else comes behind the last hint, before the next code.
        assert cell.rindex("Reference solution") > cell.rindex("Hint ")
        assert f"def {function.rpartition('.')[2]}(" in cell
        assert len(lessons.hints(exercise, function)) >= 1
    start(tmp_path / "mine")
    released = [*(course / "source" / exercise.name).iterdir(), *(tmp_path / "mine").iterdir()]
    for path in released:
        text = path.read_text("utf-8")
        assert "Reference solution" not in text
        if path.stem == exercise.name:  # what one exercise asks for another may give
            assert [line for line in longest_lines(exercise) if line in text] == []
