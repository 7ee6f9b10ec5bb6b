"""Enters records into a course's gradebook."""

from pathlib import Path

import nbformat
from nbgrader.apps.api import NbGraderAPI
from nbgrader.coursedir import CourseDirectory
from traitlets.config import PyFileConfigLoader

from checker.errors import UsageError
from checker.files import read_source
from checker.grading.nbgrader.submitted import released_notebook
from checker.text import readable


def enter(course, found, kept, console):
    """Enter records into a course's gradebook, by nbgrader's own autograding, which finds them judged already.

    Args:
        course: the course's folder.
        found: the submissions; those that lie elsewhere are copied into the course's `submitted/`.
        kept: `checker.grading.records.Records`.
        console: a `rich.console.Console`.
    """
    config = load(course)
    coursedir = CourseDirectory(config=config)
    api = NbGraderAPI(coursedir, config=config)
    entered, failed = 0, []
    for submission in found:
        student, exercise = submission.student, submission.exercise
        content, reason = submission.read()
        record = kept.current(student, exercise, content, train=True)
        if record is None:
            continue
        folder = Path(coursedir.format_path(coursedir.submitted_directory, student, exercise))
        path = folder / f"{exercise}.py"
        # What could not be read lies there already, or has no form that could be put there.
        if not reason and read_source(path, follow=False)[0].tobytes() != content:
            try:
                folder.mkdir(parents=True, exist_ok=True)
                path.unlink(missing_ok=True)
                path.write_bytes(content)
            except OSError as error:  # such as a folder in its place: this learner's alone
                failed.append(f"{student}, {exercise}: {error.strerror}")
                continue
        if _is_entered(coursedir, student, exercise, record):
            continue
        told = api.autograde(exercise, student, force=True, create=True)
        entered += told["success"]
        failed += [] if told["success"] else [f"{student}, {exercise}: {(told['error'] or told['log'])[-300:]}"]
    console.print(f"Entered into the gradebook: {entered}.")
    for text in failed:
        console.print(f"  not entered: {readable(text)}", markup=False)


def load(course):
    """The configuration of a course.

    Raises:
        UsageError: there is none, or it cannot be read.
    """
    try:
        return PyFileConfigLoader("nbgrader_config.py", path=str(course)).load_config()
    except Exception as error:  # it is Python, and may raise anything
        raise UsageError(f"{course}/nbgrader_config.py cannot be read: {type(error).__name__}: {error}") from None


def missing_assignments(course, names):
    """Those of the exercises that the course has not generated yet."""
    coursedir = CourseDirectory(config=load(course))
    return [name for name in names if not released_notebook(coursedir, name).is_file()]


def _is_entered(coursedir, student, exercise, record):
    """Whether the gradebook has the marks of this record: the autograded notebook tells from which it was made."""
    path = Path(coursedir.format_path(coursedir.autograded_directory, student, exercise), f"{exercise}.ipynb")
    try:
        made = nbformat.read(path, as_version=4).metadata.get("workshop", {})
    except (OSError, ValueError):
        return False
    return all(made.get(name) == value for name, value in record.identity.items())
