"""What grading a class costs beside judging, and how it compares with nbgrader's own execution of the same checks.

Linux with bubblewrap. Prints two things:

1. A class of 3,000 whose judging is a stub (tests/support/simulated_class.py): seconds a submission, and memory on
   the way.
2. Throughput of static checks, side by side: `python -m checker grade --no-train`, and `nbgrader autograde` as nbgrader
   comes, with a kernel that executes each notebook; its cells run the same checks in the kernel, in one process. Of the
   first exercise, whose checks are the quickest.
"""

import argparse
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import nbformat
import psutil

from checker.exercises import exercises, rubric
from checker.grading.nbgrader import course
from tests.support import simulated_class
from tests.support.answers import compose
from tests.support.classroom import nbgrader

TAKES = "six minutes"
CLASS = 3000
OURS, NBGRADERS = 60, 12  # submissions
# The equivalent of our graded cells without our worker: one run in the kernel, and a verdict for each cell.
FIRST_CELL = """\
import keras
from checker.exercises import by_name
from checker.run.session import run
done = run([by_name("NAME")], file="NAME.py", train=False, local=True)
outcomes = {each.check: each.outcome for each in done.results}
"""


def simulated(folder):
    """Grade the simulated class; prints seconds a submission, and the memory of this run at two points."""
    simulated_class.hand_in(folder / "submitted", CLASS)
    command = [sys.executable, simulated_class.__file__, folder / "submitted", folder / "out"]
    started = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    memory = {}

    def watch():
        while process.poll() is None:
            done = len(list((folder / "out" / "records").rglob("*.json")))
            try:
                every = [psutil.Process(process.pid), *psutil.Process(process.pid).children(recursive=True)]
                memory[done] = [each.memory_info().rss >> 20 for each in every]
            except psutil.Error:
                pass
            time.sleep(1)

    thread = threading.Thread(target=watch)
    thread.start()
    process.wait()
    thread.join()
    seconds = time.perf_counter() - started
    print(f"{CLASS} submissions, stubbed: {seconds:.0f} s in all, {1000 * seconds / CLASS:.1f} ms each", flush=True)
    for share in (0.2, 0.6, 0.95):
        done = min(memory, key=lambda number: abs(number - share * CLASS))
        print(f"  after {done:4}: {memory[done][0]} MB, and its workers {memory[done][1:]}", flush=True)
    started = time.perf_counter()
    subprocess.run(command, stdout=subprocess.DEVNULL, check=True)
    print(f"  the same command again, with nothing to do: {time.perf_counter() - started:.1f} s", flush=True)


def ours(name, folder):
    for number in range(OURS):
        path = folder / "class" / f"learner-{number}" / f"{name}.py"
        path.parent.mkdir(parents=True)
        path.write_text(compose(name, f"# {number}\n"), encoding="utf-8")
    command = [sys.executable, "-m", "checker", "grade", folder / "class", "--out", folder / "graded", "--no-train"]
    started = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return (time.perf_counter() - started) / OURS


def nbgraders(exercise, folder):
    name = exercise.name
    built = folder / "course"
    course.build(built)
    # As nbgrader comes: its own preprocessors, a kernel for each notebook.
    config = built / "nbgrader_config.py"
    text = re.sub(r"(?m)^(autograde\.configure|from checker).*\n", "", config.read_text("utf-8"))
    text += f"c.Autograde.exclude_overwriting = {{'{name}': ['{name}.py']}}\n"
    config.write_text(text, encoding="utf-8")
    source = built / "source" / name / f"{name}.ipynb"
    book = nbformat.read(source, as_version=4)
    book.cells = [each for each in book.cells if each.cell_type == "code" and "nbgrader" in each.metadata]
    for each in book.cells:
        each.source = f'assert outcomes["{each.metadata.nbgrader["grade_id"]}"] == "pass"'
    book.cells.insert(0, nbformat.v4.new_code_cell(FIRST_CELL.replace("NAME", name)))
    trained = {check.name for check in rubric(exercise) if check.trained}
    book.cells = [each for each in book.cells if each.metadata.get("nbgrader", {}).get("grade_id") not in trained]
    nbformat.write(book, source)
    nbgrader(built, "generate_assignment", name)
    for number in range(NBGRADERS):
        submitted = built / "submitted" / f"learner-{number}" / name
        shutil.copytree(built / "release" / name, submitted)
        (submitted / f"{name}.py").write_text(compose(name, f"# {number}\n"), encoding="utf-8")
    started = time.perf_counter()
    nbgrader(built, "autograde", name, timeout=3600)
    took = (time.perf_counter() - started) / NBGRADERS
    nbgrader(built, "export")
    scores = re.findall(r"(?m),([\d.]+),[\d.]+$", (built / "grades.csv").read_text("utf-8"))
    print(f"  nbgrader's marks, to see that it graded: {sorted(set(scores))}", flush=True)
    return took


def main(arguments=None):
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.parse_args(arguments)
    exercise = exercises()[0]
    with tempfile.TemporaryDirectory() as folder:
        simulated(Path(folder))
    with tempfile.TemporaryDirectory() as folder:
        mine, theirs = ours(exercise.name, Path(folder)), nbgraders(exercise, Path(folder))
    print(
        f"static checks of {exercise.name}: {mine:.2f} s a submission; by nbgrader's execution {theirs:.2f} s,", end=" "
    )
    print(f"{theirs / mine:.1f} times as long")
