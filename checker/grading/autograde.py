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
from nbgrader.converters import autograde as converter
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

from checker import confinement, sandbox
from checker.errors import CheckerError
from checker.exercises import by_name
from checker.plugin import ERROR, PASS, run
from checker.report import plain_text

MOST_NOTEBOOK = 50 * 2**20  # bytes; lessons have two to three megabytes of pictures
UNCONFINED = "WORKSHOP_TRUST_ALL_SUBMISSIONS"  # an environment variable, for a machine on which nothing can be lost
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
        results, why, broke = self._results(exercise, path)
        shown = {result.check: result for result in results}
        learner = results.learners.get(exercise) if results else None
        for cell in nb.cells:
            if cell.cell_type != "code":
                continue
            cell.outputs, cell.execution_count = [], None
            if is_grade(cell) and not is_solution(cell):  # each one: a cell without output would get full marks
                result = shown.get(cell.metadata.nbgrader["grade_id"])
                cell.outputs = [_output(result, learner, cell, why)]
                if broke or (result is not None and result.outcome == ERROR):
                    cell.metadata[BROKEN] = True
        if results:
            nb.metadata["workshop"] = {"seed": results.seed, "level": sandbox.level()}
            self.log.info("%s of %s: seed %s, %s", exercise, student, results.seed, sandbox.level())
        return nb, resources

    def _results(self, exercise, path):
        """The results; why there are none, else None; and whether that is the checker's fault."""
        if not path.is_file() or path.is_symlink():
            return [], f"There is no file {path.name} in what was handed in.", False
        if os.environ.get(UNCONFINED) != "yes":
            sandbox.confine(confinement.level())  # a refusal ends nbgrader's command: nothing is graded unconfined
        try:
            return run([by_name(exercise)], file=path).results, None, False
        except CheckerError as error:
            self.log.error("%s: %s", path, error)
            return [], f"The checker or this machine broke: {error}", True


def _output(result, learner, cell, why):
    points = float(cell.metadata.nbgrader["points"])
    if result is not None and result.outcome == PASS:
        # A plain number: nbgrader reads it from its printed form, and takes much else for full marks.
        return nbformat.v4.new_output("execute_result", {"text/plain": str(points)}, execution_count=1)
    text = why if why else plain_text(result, learner) if result is not None else "This check did not run."
    lines = [result.title if result is not None else cell.metadata.nbgrader["grade_id"], *text.splitlines()]
    return nbformat.v4.new_output("error", ename="NotPassed", evalue=lines[0], traceback=["\n".join(lines)])


class SaveGrades(SaveAutoGrades):
    """As nbgrader's own; a check that broke is no zero, but wants a person."""

    def _add_score(self, cell, resources):
        super()._add_score(cell, resources)
        if cell.metadata.get(BROKEN):
            names = (self.notebook_id, self.assignment_id, self.student_id)
            grade = self.gradebook.find_grade(cell.metadata["nbgrader"]["grade_id"], *names)
            grade.auto_score, grade.needs_manual_grade = None, True
            self.gradebook.db.commit()
