"""What tests and benchmarks of a class do with nbgrader."""

import os
import subprocess
import sys
from pathlib import Path


def nbgrader(folder, *arguments, ok=True, timeout=600):
    """Run an nbgrader command as one does in a shell, with the environment's programs on the path; what it said."""
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    done = subprocess.run(
        [sys.executable, "-m", "nbgrader", *arguments],
        cwd=folder,
        env=os.environ | {"PATH": path},
        capture_output=True,
        text=True,
        timeout=timeout,
    )
    assert (done.returncode == 0) == ok, done.stderr
    return done.stdout + done.stderr


def graded_cells(book):
    """The cells of a notebook that are worth points: `{grade_id: cell}`."""
    return {
        each.metadata.nbgrader["grade_id"]: each
        for each in book.cells
        if each.metadata.get("nbgrader", {}).get("grade")
    }
