"""Builds a course for nbgrader: an assignment for each exercise, its notebook with graded cells, and the skeleton."""

import re
import sys
from pathlib import Path

import nbformat

from checker.errors import UsageError
from checker.exercises import exercises, rubric
from checker.materials import notebooks
from checker.materials.keys import keys

QUESTION_POINTS = 10
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
CONFIG = """\
# Written by `python -m checker course`; yours to change. https://nbgrader.readthedocs.io/en/stable/configuration/
from checker.grading.nbgrader import configuration

c = get_config()
c.CourseDirectory.course_id = {course_id!r}
c.CourseDirectory.root = {root!r}
c.CourseDirectory.db_url = {database!r}
c.IncludeHeaderFooter.header = ""
c.ClearSolutions.text_stub = {stub!r}
# Learners press Validate; nbgrader's own limit for a cell is 30 s.
c.Execute.timeout = 900
{exchange}
# Submitted code is run by the confined checker, not by a notebook's kernel; see docs/guides/trust.md.
configuration.configure(c, {names!r})
"""
LEARNERS = """\
# For learners: in the folder in which they start JupyterLab, or for all of a server in /etc/jupyter.
c = get_config()
c.CourseDirectory.course_id = {course_id!r}
c.Execute.timeout = 900
{exchange}"""
STUB = notebooks.ANSWER


def build(folder, database=None, exchange=None, course_id="workshop"):
    """Make a course in a new or empty folder.

    Args:
        folder: where to.
        database: the URL of the gradebook's database, as SQLAlchemy takes it; SQLite in the folder where None.
        exchange: the folder through which assignments are fetched and submitted; nbgrader's own where None.
        course_id: the course's name for nbgrader.

    Returns:
        The paths that were written.

    Raises:
        UsageError: the folder holds something, or cannot be written; the database cannot be reached.
    """
    folder = Path(folder).absolute()
    if not re.fullmatch(r"[\w-]+", course_id):
        raise UsageError(f"A course's name is made of letters, digits, - and _; {course_id!r} came.")
    if database:
        _reach(database)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if any(folder.iterdir()):
            raise UsageError(f"{folder} holds something already; nothing was written. Name a new folder.")
        written = []
        for exercise in exercises():
            source = folder / "source" / exercise.name
            source.mkdir(parents=True)
            # The skeleton, not the solution: nbgrader releases a .py file as it is.
            (source / exercise.skeleton.name).write_bytes(exercise.skeleton.read_bytes())
            (source / exercise.notebook.name).write_text(graded(exercise), encoding="utf-8")
            written += [source / exercise.skeleton.name, source / exercise.notebook.name]
        values = {
            "course_id": course_id,
            "root": str(folder),
            "database": database or f"sqlite:///{folder / 'gradebook.db'}",
            "stub": STUB,
            "exchange": f"c.Exchange.root = {str(Path(exchange).absolute())!r}\n" if exchange else "",
            "names": [exercise.name for exercise in exercises()],
        }
        (folder / "learners").mkdir()
        for path, template in (
            (Path("nbgrader_config.py"), CONFIG),
            (Path("learners", "nbgrader_config.py"), LEARNERS),
        ):
            (folder / path).write_text(template.format(**values), encoding="utf-8")
            if template is CONFIG and database:  # its URL may hold a password
                (folder / path).chmod(0o600)
            written.append(folder / path)
    except OSError as error:
        raise UsageError(f"{folder} cannot be filled: {error}.\nName another folder.") from None
    return written


def _reach(database):
    """Fail now, not after a class has handed in, if nbgrader will not reach its gradebook.

    Raises:
        UsageError: the URL is none, its driver is missing, or nobody answers.
    """
    from sqlalchemy import create_engine
    from sqlalchemy.engine import make_url
    from sqlalchemy.exc import SQLAlchemyError

    try:
        shown = make_url(database).render_as_string(hide_password=True)
        create_engine(database).connect().close()
    except ModuleNotFoundError as error:
        raise UsageError(
            f"The driver of {shown} is missing: {error.name}.\nInstall it; for PostgreSQL:"
            f" {Path(sys.executable).name} -m pip install 'psycopg[binary]'"
        ) from None
    except (SQLAlchemyError, ValueError) as error:
        reason = (str(error).strip() or type(error).__name__).splitlines()[0]
        raise UsageError(
            f"The database cannot be reached: {reason}\n"
            "Expected a URL as SQLAlchemy takes it, such as postgresql://user:password@host/gradebook."
        ) from None


def graded(exercise):
    """The lesson's notebook with a graded cell for each check, and manually graded ones for written answers.

    Args:
        exercise: a `checker.exercises.Exercise`.

    Returns:
        The notebook's text, JSON: the instructor's version, with the key of each question in place of its answer.
    """
    text = exercise.lesson.read_text(encoding="utf-8")
    book = nbformat.reads(notebooks.make(exercise, text), as_version=4)
    answers = [cell for cell in book.cells if cell.source == notebooks.ANSWER]
    right_answers = keys(exercise) or [notebooks.ANSWER] * len(answers)  # an installed package has no keys
    for number, (cell, right) in enumerate(zip(answers, right_answers, strict=True), start=1):
        cell.source = right
        cell.metadata["nbgrader"] = _metadata(f"question-{number}", "markdown", QUESTION_POINTS, solution=True)
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
