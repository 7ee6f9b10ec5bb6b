"""Sets up nbgrader for a course: our preprocessors in the place of a kernel that runs the notebook.

`configure` is called by the course's `nbgrader_config.py`, in every process of nbgrader's: the command line, and the
server behind the formgrader.
"""

import shutil
from types import SimpleNamespace

from nbgrader.converters import autograde as converter
from nbgrader.converters import base
from nbgrader.exchange.default import ExchangeCollect
from nbgrader.preprocessors import (
    AssignLatePenalties,
    CheckCellMetadata,
    IgnorePattern,
    LimitOutput,
    OverwriteCells,
    OverwriteKernelspec,
)
from nbgrader.utils import ignore_patterns

from checker.grading.nbgrader.autograde import Checked, SaveGrades, Tidy
from checker.grading.nbgrader.pages import markdown
from checker.grading.nbgrader.submitted import matching, no_files, restore
from workshop import streams


def configure(c, names):
    """Set up nbgrader for the course's exercises.

    Args:
        c: the configuration, as `get_config()` gave it.
        names: the exercises'.
    """
    # Else `autograde` puts the skeleton in the place of what the learner handed in.
    c.Autograde.exclude_overwriting = {name: [f"{name}.py"] for name in names}
    c.OverwriteCells.add_missing_cells = True
    c.Autograde.sanitize_preprocessors = [Tidy, OverwriteKernelspec, OverwriteCells, CheckCellMetadata]
    c.Autograde.autograde_preprocessors = [
        Checked, IgnorePattern, LimitOutput, SaveGrades, AssignLatePenalties, CheckCellMetadata,
    ]  # fmt: skip
    c.ExchangeFactory.collect = Collect
    c.HTMLExporter.filters = {"markdown2html": markdown}
    base.glob = SimpleNamespace(glob=matching)  # a course's folder, or a learner's name, may hold brackets
    streams.open_all()
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
        shutil.copytree(src, dest, symlinks=True, ignore=lambda *names: {*no_files(*names), *unwanted(*names)})
