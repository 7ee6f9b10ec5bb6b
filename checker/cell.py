"""What a graded cell of a lesson's notebook calls: one check's verdict, in the learner's own notebook.

All cells of an exercise share one run of its checks, kept by the file's content, the checker's version, and whether it
trains; so twenty cells are not twenty runs. Marks don't come from here: at autograde no kernel runs, see
`checker.grading.nbgrader.autograde`.
"""

import contextlib
import hashlib
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from checker.exercises import by_name, rubric
from checker.report.record import Report
from checker.version import version

SEED = 20260101  # the same each time one validates the same file
# For training. Where nothing else is said, nbgrader ends a cell after 30 s; a course's configuration for learners says
# so by this environment variable.
WAIT_SECONDS = float(os.environ.get("WORKSHOP_CELL_SECONDS", "24"))


class NotPassed(Exception):
    """A check that did not pass; its text is the report of it."""

    def _render_traceback_(self):
        return str(self).splitlines()  # IPython shows this, in the place of a traceback of the checker's own code


def check(exercise, name):
    """Do nothing if the check passes for the file `EXERCISE.py` in this folder.

    Args:
        exercise: the exercise's name.
        name: the check's.

    Raises:
        NotPassed: it does not pass, the file is missing, or training is not over yet.
    """
    path = Path(f"{exercise}.py").absolute()
    if not path.is_file():
        raise NotPassed(f"There is no {path.name} beside this notebook. Hand in both.")
    trained = next(each.trained for each in rubric(by_name(exercise)) if each.name == name)
    report = _report(exercise, path, trained)
    test = next(test for test in report.tests if (test.exercise, test.check) == (exercise, name))
    if not test.passed:
        raise NotPassed(f"{test.title}\n{test.output}")


def _report(exercise, path, trained):
    """The `Report` of a run; from an earlier run of the same file, where there was one."""
    key = hashlib.sha256(path.read_bytes() + f"{exercise} {version()} {trained}".encode()).hexdigest()[:24]
    folder = Path(tempfile.gettempdir(), f"workshop-verdicts-{os.getuid() if hasattr(os, 'getuid') else ''}")
    folder.mkdir(mode=0o700, exist_ok=True)
    kept, running, log = (folder / f"{key}.{kind}" for kind in ("json", "running", "log"))
    if not kept.exists() and not _is_running(running):
        command = [sys.executable, "-P", "-m", "checker", exercise, "--file", str(path), "--json", str(kept)]
        command += ["--seed", str(SEED)] + ["--no-train"] * (not trained)
        # A group of its own, for what interrupts the kernel is not meant for it; but it ends with the kernel.
        with open(log, "wb") as output:
            process = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=output, stderr=output, process_group=0, cwd=folder
            )
        running.write_text(str(process.pid), "ascii")
    deadline = time.monotonic() + WAIT_SECONDS
    while not kept.exists() and _is_running(running):
        if time.monotonic() > deadline:
            raise NotPassed("Still training. Run this cell again in a minute: it goes on as long as this kernel lives.")
        time.sleep(0.1)
    if not kept.exists():
        raise NotPassed(
            f"The checker broke; it is not your answer's fault.\n{log.read_text('utf-8', 'replace')[-1500:]}"
        )
    return Report.from_json(json.loads(kept.read_text("utf-8")))


def _is_running(path):
    """Whether the process whose number a file holds is still at work."""
    import psutil

    with contextlib.suppress(OSError, ValueError, psutil.Error):
        process = psutil.Process(int(path.read_text("ascii")))
        with contextlib.suppress(psutil.TimeoutExpired):
            process.wait(0)  # our own child leaves a zombie behind, until somebody asks for it
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    return False
