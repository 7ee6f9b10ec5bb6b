"""Grades submissions within nbgrader: by the confined checker, in the place of a kernel that runs the notebook.

`configure` is called by the course's `nbgrader_config.py`, in every process of nbgrader's: the command line, and the
server behind the formgrader.
"""

import glob
import os
import shutil
import stat
from pathlib import Path

import nbformat
from nbgrader.apps.api import NbGraderAPI
from nbgrader.converters import autograde as converter
from nbgrader.coursedir import CourseDirectory
from nbgrader.exchange.default import ExchangeCollect
from nbgrader.preprocessors import (
    AssignLatePenalties,
    CheckCellMetadata,
    ClearOutput,
    IgnorePattern,
    LimitOutput,
    NbGraderPreprocessor,
    OverwriteCells,
    OverwriteKernelspec,
    SaveAutoGrades,
)
from nbgrader.utils import ignore_patterns, is_grade, is_solution
from traitlets.config import PyFileConfigLoader

from checker.errors import UsageError
from checker.files import read_source
from checker.grading import judging, records
from checker.outcomes import ERROR

MOST_NOTEBOOK = 50 * 2**20  # bytes; lessons have two to three megabytes of pictures
BROKEN = "checker_broke"


def configure(c, names):
    """Set up nbgrader for the course's exercises.

    Args:
        c: the configuration, as `get_config()` gave it.
        names: the exercises'.
    """
    # Else `autograde` puts the skeleton in the place of what the learner handed in.
    c.Autograde.exclude_overwriting = {name: [f"{name}.py"] for name in names}
    c.OverwriteCells.add_missing_cells = True
    c.Autograde.sanitize_preprocessors = [ClearOutput, Tidy, OverwriteKernelspec, OverwriteCells, CheckCellMetadata]
    c.Autograde.autograde_preprocessors = [
        Checked, IgnorePattern, LimitOutput, SaveGrades, AssignLatePenalties, CheckCellMetadata,
    ]  # fmt: skip
    c.ExchangeFactory.collect = Collect
    if not getattr(converter.Autograde.init_notebooks, "restores", False):
        converter.Autograde.init_notebooks = _restoring(converter.Autograde.init_notebooks)


def _restoring(init_notebooks):
    """nbgrader gives no points where the notebook is missing, although the `.py` is what counts: put it back first."""

    def init_and_restore(self):
        if self._sanitizing:
            restore(self.coursedir, self.log)
        init_notebooks(self)

    init_and_restore.restores = True
    return init_and_restore


class Collect(ExchangeCollect):
    """As nbgrader's own, but no link is followed: it may lead to another learner's work, to yours, or without end."""

    def do_copy(self, src, dest, log=None):
        limits = {"exclude": self.coursedir.ignore, "include": self.coursedir.include}
        unwanted = ignore_patterns(**limits, max_file_size=self.coursedir.max_file_size, log=self.log)
        shutil.copytree(src, dest, symlinks=True, ignore=lambda *names: {*_no_files(*names), *unwanted(*names)})


def _no_files(folder, names):
    """Which of a folder's entries are neither files nor folders: links, pipes, devices."""
    modes = {name: os.lstat(os.path.join(folder, name)).st_mode for name in names}
    return [name for name, mode in modes.items() if not stat.S_ISREG(mode) and not stat.S_ISDIR(mode)]


def restore(coursedir, log):
    """Make submissions such as nbgrader can copy and read.

    Links, pipes and devices go: they hold nothing of the learner's, and nbgrader would follow them. The released
    notebook takes the place of one that is missing, or cannot be read, which is kept beside it.
    """
    pattern = coursedir.format_path(coursedir.submitted_directory, coursedir.student_id, coursedir.assignment_id)
    for folder in map(Path, sorted(glob.glob(pattern))):
        name = folder.name
        released = _released(coursedir, name)
        notebook = folder / f"{name}.ipynb"
        if not folder.is_dir() or folder.is_symlink():
            continue
        for inside, folders, files in os.walk(folder):
            for strange in _no_files(inside, [*folders, *files]):
                log.warning("%s is no file, and was taken away", os.path.join(inside, strange))
                os.unlink(os.path.join(inside, strange))
        if not released.is_file() or _is_notebook(notebook):
            continue
        if os.path.lexists(notebook):
            notebook.rename(folder / f"{name}.ipynb.unreadable")
        log.warning("%s is missing or cannot be read: the released one takes its place", notebook)
        shutil.copyfile(released, notebook)


def _released(coursedir, name):
    """The notebook of an assignment, as learners get it."""
    return Path(coursedir.format_path(coursedir.release_directory, ".", name), f"{name}.ipynb")


def _is_notebook(path):
    try:
        if path.is_symlink() or not path.is_file() or path.stat().st_size > MOST_NOTEBOOK:
            return False
        nbformat.validate(nbformat.read(path, as_version=4))
    except Exception:  # whatever it is, nbgrader could not read it, either
        return False
    return True


class Tidy(NbGraderPreprocessor):
    """Lets no cell say what it is worth: what nbgrader knows of a cell comes from the released notebook.

    It takes the place of nbgrader's `DeduplicateIds`, after which `OverwriteCells` fails when it has cells to add.
    """

    def preprocess(self, nb, resources):
        coursedir, name = self.parent.parent.coursedir, resources["nbgrader"]["assignment"]
        released = {
            cell.metadata.nbgrader["grade_id"]: cell
            for cell in nbformat.read(_released(coursedir, name), as_version=4).cells
            if cell.metadata.get("nbgrader")
        }
        for cell in nb.cells:
            claimed = cell.metadata.pop("nbgrader", None)
            cell.metadata.pop(BROKEN, None)
            key = claimed.get("grade_id") if isinstance(claimed, dict) else None
            original = released.get(key) if isinstance(key, str) else None
            if original is not None and original.cell_type == cell.cell_type:
                cell.metadata["nbgrader"] = original.metadata.nbgrader
                del released[key]  # a second cell of that name is the learner's own
        return nb, resources


class Checked(NbGraderPreprocessor):
    """Writes the verdict of each check into its graded cell, in the place of nbgrader's `Execute`."""

    def preprocess(self, nb, resources):
        names = resources["nbgrader"]
        exercise, student = names["assignment"], names["student"]
        # As it was handed in: where nbgrader has copied it to, a link would have been followed.
        coursedir = self.parent.parent.coursedir
        path = Path(coursedir.format_path(coursedir.submitted_directory, student, exercise), f"{exercise}.py")
        record = recorded(coursedir.root, student, exercise, path)
        if record["broke"]:
            self.log.error("%s: %s", path, record["broke"])
        report = record["report"] or {"tests": []}
        tests = {test["extra_data"]["check"]: test for test in report["tests"]}
        for cell in nb.cells:
            if cell.cell_type != "code":
                continue
            cell.outputs, cell.execution_count = [], None
            if is_grade(cell) and not is_solution(cell):  # each one: a cell without output would get full marks
                test = tests.get(cell.metadata.nbgrader["grade_id"])
                cell.outputs = [_output(test, cell, record["broke"])]
                if record["broke"] and (test is None or test["extra_data"]["outcome"] == ERROR):
                    cell.metadata[BROKEN] = True
        nb.metadata["workshop"] = {name: record[name] for name in ("seed", "level", "sha256", "checker")}
        self.log.info("%s of %s: seed %s, %s", exercise, student, record["seed"], record["level"])
        return nb, resources


def recorded(root, student, exercise, path):
    """The record of a submission, see `checker.grading.records`; judged now unless it was before.

    Args:
        root: the course's folder.
        student, exercise: names.
        path: of the learner's file.

    Raises:
        UsageError: it cannot be confined here, so nothing is graded.
    """
    kept = records.Records(Path(root, "grades"))
    content, failure = read_source(path, follow=False)
    content = content.tobytes()
    record = kept.current(student, exercise, content, train=True)
    if record is None:
        seed = kept.seed(exercise, content)
        if failure:
            reason = failure.got if os.path.lexists(path) else "missing in what was handed in"
            verdict = judging.unreadable(exercise, reason, seed)
        else:
            verdict = judging.judge(exercise, content, seed, train=True, trusted=judging.trusted())
        record = records.make(student, exercise, content, verdict)
        kept.write(record)
    return record


def _output(test, cell, broke):
    points = float(cell.metadata.nbgrader["points"])
    if test is not None and test["status"] == "passed":
        # A plain number: nbgrader reads it from its printed form, and takes much else for full marks.
        return nbformat.v4.new_output("execute_result", {"text/plain": str(points)}, execution_count=1)
    name = test["name"] if test else cell.metadata.nbgrader["grade_id"]
    text = test["output"] if test else f"The checker or this machine broke: {broke}" if broke else "It did not run."
    lines = [name, *text.splitlines()]
    return nbformat.v4.new_output("error", ename="NotPassed", evalue=name, traceback=["\n".join(lines)])


class SaveGrades(SaveAutoGrades):
    """As nbgrader's own; a check that broke is no zero, but wants a person."""

    def _add_score(self, cell, resources):
        super()._add_score(cell, resources)
        if cell.metadata.get(BROKEN):
            names = (self.notebook_id, self.assignment_id, self.student_id)
            grade = self.gradebook.find_grade(cell.metadata["nbgrader"]["grade_id"], *names)
            grade.auto_score, grade.needs_manual_grade = None, True
            self.gradebook.db.commit()


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
            folder.mkdir(parents=True, exist_ok=True)
            path.unlink(missing_ok=True)
            path.write_bytes(content)
        if _is_entered(coursedir, student, exercise, record):
            continue
        told = api.autograde(exercise, student, force=True, create=True)
        entered += told["success"]
        failed += [] if told["success"] else [f"{student}, {exercise}: {(told['error'] or told['log'])[-300:]}"]
    console.print(f"Entered into the gradebook: {entered}.")
    for text in failed:
        console.print(f"  not entered: {text}", markup=False)


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
    return [name for name in names if not _released(coursedir, name).is_file()]


def _is_entered(coursedir, student, exercise, record):
    """Whether the gradebook has the marks of this record: the autograded notebook tells from which it was made."""
    path = Path(coursedir.format_path(coursedir.autograded_directory, student, exercise), f"{exercise}.ipynb")
    try:
        made = nbformat.read(path, as_version=4).metadata.get("workshop", {})
    except (OSError, ValueError):
        return False
    return all(made.get(name) == record[name] for name in ("seed", "sha256", "checker"))
