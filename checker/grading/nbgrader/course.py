"""Builds a course for nbgrader: its configuration, skeletons, notebooks, and the lessons with their solutions."""

import re
import sys
from pathlib import Path

from checker.errors import UsageError
from checker.exercises import exercises, learners_glossary
from checker.grading.nbgrader.assignment import graded
from checker.materials import instructors
from checker.materials.questions import ANSWER

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
import os

c = get_config()
c.CourseDirectory.course_id = {course_id!r}
# Training takes minutes; a cell waits for it as long as it may.
c.Execute.timeout = 900
os.environ.setdefault("WORKSHOP_CELL_SECONDS", "870")
{exchange}"""


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
            (source / learners_glossary().name).write_bytes(learners_glossary().read_bytes())
            written += sorted(source.iterdir())
        if any(exercise.solution.is_file() for exercise in exercises()):  # not where the package is installed
            written += _instructors_editions(folder / "instructors")
        values = {
            "course_id": course_id,
            "root": str(folder),
            "database": database or f"sqlite:///{folder / 'gradebook.db'}",
            "stub": ANSWER,
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


def _instructors_editions(folder):
    """Write the lessons with their solutions, into a folder that nbgrader releases nothing of."""
    folder.mkdir()
    written = []
    for exercise in exercises():
        written.append(folder / exercise.notebook.name)
        written[-1].write_text(instructors.edition(exercise), encoding="utf-8")
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
