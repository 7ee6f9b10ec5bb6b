"""What tests and benchmarks of a class do with nbgrader."""

import functools
import os
import sys
from pathlib import Path

from tests.support import warm


def nbgrader(folder, *arguments, ok=True, timeout=600, run=warm.cold):
    """Run an nbgrader command as one does in a shell, with the environment's programs on the path; what it said.

    Benchmarks look at the clock meanwhile, so it is a process that begins with nothing; for tests, `in_a_test` is soon.
    """
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    done = run(["-m", "nbgrader", *arguments], folder, {"PATH": path}, timeout)
    assert (done.returncode == 0) == ok, done.stderr
    return done.stdout + done.stderr


in_a_test = functools.partial(nbgrader, run=warm.run)


def graded_cells(book):
    """The cells of a notebook that are worth points: `{grade_id: cell}`."""
    return {
        each.metadata.nbgrader["grade_id"]: each
        for each in book.cells
        if each.metadata.get("nbgrader", {}).get("grade")
    }
