"""Whether an answer gets the same marks by every route, with the checks that train, and with nbgrader's two routes.

python -m benchmarks same_marks_trained [NAME...] [--answers N] [--database URL]

For each exercise the answers that `same_marks` takes. An exercise that was done is kept in build/evidence/marks until
the checker or the answers change. Writes docs/evidence/same-marks-trained.md. Linux with bubblewrap, as root: packages
are tried in likenesses of their platforms.
"""

import argparse
import functools
import shutil
import tempfile
import time
from pathlib import Path

import nbformat
from nbgrader.api import Gradebook
from nbgrader.validator import Validator
from traitlets.config import Config

from benchmarks.checker.same_marks import PACKAGES, answers, by_command_line, by_package, by_pytest
from benchmarks.common import pages
from benchmarks.common.resumed import Resumed
from checker.exercises import by_name, exercises, rubric
from checker.grading.nbgrader import course
from checker.grading.platforms.table import PLATFORMS
from tests.support.answers import SEED
from tests.support.classroom import graded_cells, nbgrader
from tests.support.likeness import Likeness

TAKES = "ten minutes an exercise, 25 where networks train each other"
PAGE = "same-marks-trained.md"
ROUTES = ("command line", "pytest", "Validate", "autograde", *(PLATFORMS[name].title for name in PACKAGES))
HEAD = """\
Points of 100 for the checks, training included. The command line and pytest run at level practice, autograde at level
class, Validate in a notebook's kernel, and packages at level platform, in likenesses of their platforms; each answer
was given the same seed everywhere. A package that leaves out the checks that train lacks their points. {verdict}

| answer | {routes} |
|---|{lines}|
"""


def by_validate(name, path, seed, built, folder):
    """What the learner's button runs; a cell that trains asks to be run again until it knows."""
    desk = folder / "desk"
    shutil.rmtree(desk, ignore_errors=True)
    shutil.copytree(built / "release" / name, desk)
    shutil.copyfile(path, desk / f"{name}.py")
    book = nbformat.read(desk / f"{name}.ipynb", as_version=4)
    for cell_name, each in graded_cells(book).items():
        if cell_name.startswith("question-"):
            each.source = "An answer."
    # The lesson's own cells train for a while, and are not what is compared.
    book.cells = [each for each in book.cells if each.cell_type != "code" or "nbgrader" in each.metadata]
    book.cells.insert(0, nbformat.v4.new_code_cell(f"import checker.cell; checker.cell.SEED = {seed}"))
    nbformat.write(book, desk / f"{name}.ipynb")
    config = Config({"Execute": {"timeout": 900}})
    while "Still training" in str(said := Validator(config=config).validate(str(desk / f"{name}.ipynb"))):
        time.sleep(5)
    failed = {each["source"].split('"')[3] for each in said.get("failed", [])}
    return {check.name: 0.0 if check.name in failed else float(check.points) for check in rubric(by_name(name))}


def by_autograde(name, texts, built):
    """`{answer: (scores, seed)}`: all in one go."""
    for answer, text in texts.items():
        folder = built / "submitted" / answer / name
        shutil.copytree(built / "release" / name, folder)
        (folder / f"{name}.py").write_text(text, encoding="utf-8")
    nbgrader(built, "autograde", name, timeout=7200)
    found = {}
    for answer in texts:
        with Gradebook(_database(built)) as gradebook:
            grades = gradebook.find_submission_notebook(name, name, answer).grades
            scores = {grade.name: grade.auto_score for grade in grades if not grade.name.startswith("question-")}
        book = nbformat.read(built / "autograded" / answer / name / f"{name}.ipynb", as_version=4)
        found[answer] = scores, book.metadata["workshop"]["seed"]
    return found


def _database(built):
    """The course's own, as its configuration names it."""
    text = (built / "nbgrader_config.py").read_text("utf-8")
    return next(line for line in text.splitlines() if "db_url" in line).partition(" = ")[2].strip("'\"")


def compare(name, count, database):
    """`{answer: {route: {check: score}}}`."""
    texts, found = answers(name, count), {}
    with tempfile.TemporaryDirectory() as folder:
        folder, built = Path(folder), Path(folder, "course")
        course.build(built, database=database, course_id=f"{name}-{SEED}")
        nbgrader(built, "generate_assignment", name)
        graded = by_autograde(name, texts, built)
        folder.chmod(0o755)
        likenesses = [Likeness(platform, name, folder / platform, train=True) for platform in PACKAGES]
        for answer, text in texts.items():
            path = folder / f"{name}.py"
            path.write_text(text, encoding="utf-8")
            scores, seed = graded[answer]
            given = (
                by_command_line(name, path, seed, folder),
                by_pytest(name, path, seed, folder),
                by_validate(name, path, seed, built, folder),
                scores,
                *(by_package(likeness, name, text, seed) for likeness in likenesses),
            )
            found[answer] = dict(zip(ROUTES, given, strict=True))
            totals = ", ".join(f"{sum(found[answer][route].values()):g}" for route in ROUTES)
            print(f"{name}/{answer:40} {totals}", flush=True)
    return found


def main(arguments=None):
    names = [exercise.name for exercise in exercises()]
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", metavar="NAME", nargs="*", default=names)
    parser.add_argument("--answers", type=int, default=1, metavar="N", help="of each kind (default: %(default)s)")
    parser.add_argument("--database", metavar="URL", help="of the gradebook (default: SQLite)")
    options = parser.parse_args(arguments)
    marks, rows, differ = Resumed("marks"), [], 0
    for name in options.names:
        key = [name, answers(name, options.answers), options.database, ROUTES]
        found = marks.get(key, functools.partial(compare, name, options.answers, options.database))
        for answer, routes in found.items():
            same = all(routes[route].items() <= routes[ROUTES[0]].items() for route in ROUTES)
            differ += not same
            cells = [f"{sum(routes[route].values()):g}" for route in ROUTES]
            rows.append(f"| {name}: {answer}{'' if same else ' (differs)'} | {' | '.join(cells)} |")
    verdict = f"{len(rows)} answers; the verdict of a check differs for {differ} of them."
    print(verdict)
    if sorted(options.names) == sorted(names) and not options.database:
        head = pages.head("The same marks by every route, with training", "same_marks_trained")
        head += HEAD.format(verdict=verdict, routes=" | ".join(ROUTES), lines="|".join(["---"] * len(ROUTES)))
        pages.write(PAGE, head + "\n".join(rows) + "\n")
    return 1 if differ else 0
