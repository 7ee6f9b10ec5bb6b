"""Makes a lesson's notebook an assignment: a graded cell for each check, and one for each written answer."""

import nbformat

from checker.exercises import rubric
from checker.materials import notebooks
from checker.materials.keys import keys
from checker.materials.questions import ANSWER, questions

HEADER = """\
**Before you hand this in:** save `{name}.py` and this notebook, and press *Validate*. What counts is your `{name}.py`,
beside this notebook: the cells under *Your marks* check it, and change nothing. Questions for a written answer are read
by a person.
"""
MARKS = """\
## Your marks

Each cell is a check of your `{name}.py`; it says nothing if the check passes. Don't edit these cells: when your work is
graded, they are put back as they were.
"""
NO_KEY = "No key to the written questions is installed with the package; see docs/rubrics in a checkout."


def graded(exercise):
    """The lesson's notebook with a graded cell for each check, and manually graded ones for written answers.

    Args:
        exercise: a `checker.exercises.Exercise`.

    Returns:
        The notebook's text, JSON: the instructor's version, with the key to each question in place of its answer.

    Raises:
        CheckerError: the key and the lesson do not have the same questions.
    """
    text = exercise.lesson.read_text(encoding="utf-8")
    book = nbformat.reads(notebooks.make(exercise, text), as_version=4)
    answers = [cell for cell in book.cells if cell.source == ANSWER]
    asked = questions(exercise)
    written = keys(exercise) or [NO_KEY] * len(asked)
    for question, cell, right in zip(asked, answers, written, strict=True):
        cell.source = right
        cell.metadata["nbgrader"] = _metadata(f"question-{question.number}", "markdown", question.points, solution=True)
    book.cells.insert(0, nbformat.v4.new_markdown_cell(HEADER.format(name=exercise.name), id="header"))
    book.cells.append(nbformat.v4.new_markdown_cell(MARKS.format(name=exercise.name), id="marks"))
    for check in rubric(exercise):
        source = f'from checker.cell import check; check("{exercise.name}", "{check.name}")  # {check.title}'
        cell = nbformat.v4.new_code_cell(source, id=f"check-{check.name}".replace("_", "-")[:64])
        cell.metadata["nbgrader"] = _metadata(check.name, "code", check.points, solution=False)
        book.cells.append(cell)
    book.metadata.pop("workshop", None)  # its checksum is of the notebook without these cells
    nbformat.validate(book)
    return nbformat.writes(book) + "\n"


def _metadata(name, kind, points, solution):
    return {
        "schema_version": 3,
        "grade_id": name,
        "cell_type": kind,
        "grade": True,
        "points": points,
        "solution": solution,
        "locked": not solution,
        "task": False,
    }
