"""Whether an answer gets the same marks by every route: the command line, pytest, nbgrader, and packages.

python -m benchmarks same_marks [NAME...] [--answers N] [--database URL]
python -m benchmarks same_marks [NAME...] [--answers N] --static [--minutes N]

For each exercise the solution, the skeleton, and N answers of its wheat and of its chaff each; a right answer whose
header says `# slow: yes` is left out, for its training takes minutes, and routes are compared here, not networks. An
exercise that was done is kept in build/evidence/marks until the checker or the answers change. Writes
docs/evidence/same-marks.md. Linux with bubblewrap, as root: packages are tried in likenesses of their platforms.

With --static, the checks without training alone, by the command line, pytest and the packages: for all answers this
takes two hours, and can be done in pieces, for each answer by each route is kept by itself. Writes no page.
"""

import argparse
import functools
import hashlib
import json
import shutil
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree
from pathlib import Path

import nbformat
from nbgrader.api import Gradebook
from nbgrader.validator import Validator
from traitlets.config import Config

from benchmarks.common import pages
from benchmarks.common.resumed import Resumed
from checker import version
from checker.exercises import by_name, exercises, rubric
from checker.grading.nbgrader import course
from checker.grading.platforms.convert import TOLD
from checker.grading.platforms.table import PLATFORMS
from tests.support.answers import ANSWERS, SEED, compose, header
from tests.support.classroom import graded_cells, nbgrader
from tests.support.likeness import Likeness

TAKES = "ten minutes an exercise, 80 where networks train each other"
PAGE = "same-marks.md"
KEPT = pages.KEPT / "marks"
PACKAGES = tuple(TOLD)
ROUTES = ("command line", "pytest", "Validate", "autograde", *(PLATFORMS[name].title for name in PACKAGES))
HEAD = """\
Points of 100 for the checks, training included. The command line and pytest run at level practice, autograde at level
class, Validate in a notebook's kernel, and packages at level platform, in likenesses of their platforms; each answer
was given the same seed everywhere. A package that leaves out the checks that train lacks their points. {verdict}

| answer | {routes} |
|---|{lines}|
"""


def answers(name, count):
    """`{answer: text}`."""
    found = {"solution": compose(name, ""), "skeleton": by_name(name).skeleton.read_text("utf-8")}
    for kind in ("wheat", "chaff"):
        paths = [path for path in sorted((ANSWERS / name / kind).glob("*.py")) if not header(path, "slow")]
        step = max(len(paths) // count, 1)
        for path in paths[::step][:count]:
            found[f"{kind}-{path.stem}"] = compose(name, path.read_text("utf-8"))
    return found


def by_command_line(name, path, seed, folder, *options):
    report = folder / "report.json"
    arguments = ["--file", path, "--seed", str(seed), "--json", report, *options]
    subprocess.run([sys.executable, "-m", "checker", name, *arguments], capture_output=True, check=False)
    tests = json.loads(report.read_text("utf-8"))["tests"]
    return {test["number"].partition(".")[2]: float(test["score"]) for test in tests}


def by_pytest(name, path, seed, folder, *options):
    report = folder / "report.xml"
    command = [sys.executable, "-m", "pytest", "--pyargs", f"checker.checks.check_{name}", f"--junitxml={report}"]
    command += ["--file", path, "--seed", str(seed), *options]
    subprocess.run(command, cwd=folder, capture_output=True, check=False)
    points = {check.name: float(check.points) for check in rubric(by_name(name))}
    cases = xml.etree.ElementTree.parse(report).iter("testcase")
    passed = {case.get("name").removeprefix("check_"): not len(case) for case in cases}
    return {check: points[check] * passed[check] for check in points if check in passed}


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


def by_package(likeness, name, text, seed):
    """In the likeness of a platform; a platform's result names checks by their titles, in their order."""
    answered = likeness.hand_in({f"{name}.py": text}, WORKSHOP_SEED=str(seed))
    tests = (answered.result or {}).get("tests", [])
    scores = [float(test["points"] if "points" in test else test["score"]) for test in tests]
    checks = [check.name for check in rubric(by_name(name))]
    if len(scores) < len(checks) and scores:  # a platform that has no room for training
        checks = [check.name for check in rubric(by_name(name)) if not check.trained]
    return dict(zip(checks, scores, strict=True)) if len(scores) == len(checks) else {"": -1.0}


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


def kept(name, count, database):
    """As `compare`, from an earlier run where there is one of the same checker and answers."""
    content = json.dumps([version.version(), answers(name, count), database, ROUTES])
    path = KEPT / f"{name}-{hashlib.sha256(content.encode()).hexdigest()[:16]}.json"
    if not path.exists():
        found = compare(name, count, database)
        KEPT.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(found, indent=1), encoding="utf-8")
    return json.loads(path.read_text("utf-8"))


STATIC = {"command line": by_command_line, "pytest": by_pytest} | dict.fromkeys(PACKAGES, by_package)


def static_marks(name, count, marks):
    """Judge answers without training: yields `(answer, {route: {check: score}})`, None where the time is over."""
    with tempfile.TemporaryDirectory() as folder:
        folder = Path(folder)
        folder.chmod(0o755)
        likeness = functools.cache(lambda platform: Likeness(platform, name, folder / platform))

        def judged(route, text):
            if route in PACKAGES:
                return by_package(likeness(route), name, text, SEED)
            path = folder / f"{name}.py"
            path.write_text(text, encoding="utf-8")
            return STATIC[route](name, path, SEED, folder, "--no-train")

        for answer, text in answers(name, count).items():
            yield (
                answer,
                {route: marks.get([name, text, route], functools.partial(judged, route, text)) for route in STATIC},
            )


def static(names, count, minutes):
    """Compare the checks without training; returns the exit status."""
    marks, alike, differ = Resumed("static_marks", minutes), 0, 0
    for name in names:
        for answer, told in static_marks(name, count, marks):
            known = [each for each in told.values() if each is not None]
            same = all(each == known[0] for each in known)
            alike, differ = alike + (same and len(known) == len(told)), differ + (not same)
            totals = ["-" if each is None else f"{sum(each.values()):g}" for each in told.values()]
            print(f"{name}/{answer:40} {', '.join(totals)}{'' if same else ' (differs)'}", flush=True)
    print(f"{alike} answers have the same marks by {', '.join(STATIC)}; {differ} differ; {marks.left} runs left to do.")
    return 1 if differ else 0


def main(arguments=None):
    names = [exercise.name for exercise in exercises()]
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", metavar="NAME", nargs="*", default=names)
    parser.add_argument("--answers", type=int, default=6, metavar="N", help="of each kind (default: %(default)s)")
    parser.add_argument("--database", metavar="URL", help="of the gradebook (default: SQLite)")
    parser.add_argument("--static", action="store_true", help="the checks without training alone")
    parser.add_argument("--minutes", type=float, metavar="N", help="with --static: begin nothing more after so many")
    options = parser.parse_args(arguments)
    if options.static:
        return static(options.names, options.answers, options.minutes)
    rows, differ = [], 0
    for name in options.names:
        for answer, routes in kept(name, options.answers, options.database).items():
            same = all(routes[route].items() <= routes[ROUTES[0]].items() for route in ROUTES)
            differ += not same
            cells = [f"{sum(routes[route].values()):g}" for route in ROUTES]
            rows.append(f"| {name}: {answer}{'' if same else ' (differs)'} | {' | '.join(cells)} |")
    verdict = f"{len(rows)} answers; the verdict of a check differs for {differ} of them."
    print(verdict)
    if sorted(options.names) == sorted(names) and not options.database:
        head = pages.head("The same marks by every route", "same_marks")
        head += HEAD.format(verdict=verdict, routes=" | ".join(ROUTES), lines="|".join(["---"] * len(ROUTES)))
        pages.write(PAGE, head + "\n".join(rows) + "\n")
    return 1 if differ else 0
