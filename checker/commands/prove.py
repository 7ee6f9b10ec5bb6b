"""`python -m checker prove NAME`: takes all steps of the guide for one exercise, and says what is missing."""

import argparse
import importlib.util
import os
import re
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree import ElementTree

from checker import exercises
from checker.errors import CheckerError, UsageError
from checker.materials.sync import sync
from checker.outcomes import STATUS_PASSED, STATUS_POINTS_LOST

GUIDE = "how-to-add-an-exercise.md"
# The steps of the guide: what holds after each, and what to do where it does not. The tests in tests/exercises/ say by
# their mark `step(N)` which step they belong to.
STEPS = {
    1: ("the solution", "write solutions/{name}.py"),
    2: ("the lesson", "write the lesson and the key to its questions"),
    3: ("the checks", "write checker/checks/check_{name}.py"),
    4: ("right and wrong answers", "put answers into tests/answers/{name}/wheat and chaff"),
    5: ("skeleton and notebook are those of solution and lesson", "python -m checker sync"),
    6: ("the skeleton gets no point, and friendly words", "python -m checker {name} --hint"),
    7: ("the solution gets all points", "python -m checker {name} --file solutions/{name}.py"),
    8: ("learners get its files", "python -m checker start DIR"),
    9: (
        "wheat passes, chaff fails where it should, messages are kept",
        "UPDATE_GOLDEN=1 {tests} --exercise {name} -k answers, then read the messages",
    ),
    10: ("run folder, notebook, attacks and mutants; no stray files", "{tests} --exercise {name}"),
}
TESTS = "python start.py test tests/exercises"
IGNORED = ("__pycache__", ".ipynb_checkpoints", ".vscode", ".workshop")


@dataclass
class Step:
    """A step of the guide. `problems` says what keeps it from being done; `tried` tells whether anything looked."""

    problems: list[str] = field(default_factory=list)
    tried: bool = False


def main(argv):
    """Take all steps of docs/contributing/how-to-add-an-exercise.md for one exercise, and say what is missing."""
    from rich.console import Console

    parser = argparse.ArgumentParser("python -m checker prove", description=main.__doc__)
    parser.add_argument("exercise", metavar="NAME")
    parser.add_argument("--quick", action="store_true", help="leave out what trains, and attacks")
    parser.add_argument("--jobs", metavar="N", type=int, help="processes for the tests (default: one a core)")
    options = parser.parse_args(argv)
    return prove(options.exercise, Console(highlight=False), options.quick, options.jobs)


def prove(name, console, quick=False, jobs=None):
    """Take all steps, print a table of them, and what to do next.

    Args:
        name: the exercise's; its check file need not be there yet.
        console: a `rich.console.Console`.
        quick: leave out what trains, and attacks.
        jobs: how many processes run the tests; one a core where None.

    Returns:
        The exit status: 0 only if everything holds.

    Raises:
        UsageError: this is no checkout, or nothing of such an exercise is there.
    """
    root = exercises.ROOT
    if not (root / "tests" / "exercises").is_dir() or not (root / "solutions").is_dir():
        raise UsageError(
            f"There are no tests in {root}: an installed package has none.\nProve an exercise in a checkout."
        )
    steps = {number: Step() for number in STEPS}
    for number, problem in missing(name):
        steps[number].problems.append(problem)
    if len(steps[1].problems) and len(steps[3].problems):
        exercises.by_name(name)  # raises, and names those that there are
    if not any(step.problems for step in steps.values()):
        differences = sync(check=True)
        steps[5].tried = True
        if differences:
            changed = sorted(set(re.findall(r"^--- (\S+)", differences, re.MULTILINE)))
            steps[5].problems.append(f"not what their sources make: {', '.join(changed)}")
        run_tests(name, steps, quick, jobs)
    steps[10].problems += [f"{path.relative_to(root)}: {why}" for path, why in strays()]
    show(name, steps, console, quick)
    return STATUS_PASSED if all(step.tried and not step.problems for step in steps.values()) else STATUS_POINTS_LOST


def missing(name):
    """The files of the first four steps that are not there: yields `(number of the step, what is missing)`."""
    root, known = exercises.ROOT, None
    if not (root / "solutions" / f"{name}.py").is_file():
        yield 1, f"there is no solutions/{name}.py"
    try:
        known = next((each for each in exercises.exercises() if each.name == name), None)
        if known is None:
            yield 3, f"there is no checker/checks/check_{name}.py"
    except CheckerError as error:
        yield 3, str(error)
    for path in (known.lesson, known.key) if known else ():
        if not path.is_file():
            yield 2, f"there is no {path.relative_to(root)}"
    for kind in ("wheat", "chaff"):
        if not any((root / "tests" / "answers" / name / kind).glob("*.py")):
            yield 4, f"there is no answer in tests/answers/{name}/{kind}"


def strays():
    """Files and folders that look like an exercise's, and belong to no step of any: yields `(path, why)`."""
    root, known = exercises.ROOT, exercises.exercises()
    names = {exercise.name for exercise in known}
    texts = {path for exercise in known for path in (exercise.lesson, exercise.key)} | {exercises.glossary()}
    for folder, wanted, why in (
        ("solutions", {f"{name}.py" for name in names}, "the solution of no exercise"),
        (
            "exercises",
            {f"{name}{end}" for name in names for end in (".py", ".ipynb")} | {exercises.learners_glossary().name},
            "neither skeleton nor notebook",
        ),
        ("checker/checks", {f"check_{name}.py" for name in names} | {"__init__.py", "pytest.ini"}, "no rubric"),
        ("tests/answers", names, "answers to no exercise"),
    ):
        for path in _inside(root / folder):
            if path.name not in wanted:
                yield path, why
    for folder in sorted({path.parent for path in texts}):
        for path in _inside(folder):
            if path.suffix == ".md" and path not in texts:
                yield path, "of no exercise with this ORDER"
    for name in sorted(names):
        for path in _inside(root / "tests" / "answers" / name):
            if path.name in ("wheat", "chaff", "draws_badly", "attacks"):
                inside = [each for each in _inside(path) if each.suffix != ".py" or not each.stem.isidentifier()]
                yield from (
                    (each, "no answer: a Python file, named after what is right or wrong in it") for each in inside
                )
            elif path.name not in ("messages.txt", "mutants"):
                yield path, "neither wheat, chaff, draws_badly, attacks, messages.txt nor mutants"


def _inside(folder):
    found = sorted(folder.iterdir()) if folder.is_dir() else []
    return [path for path in found if path.name not in IGNORED]


def run_tests(name, steps, quick, jobs):
    """Run tests/exercises for one exercise, and enter what fails into `steps`."""
    jobs = jobs or os.cpu_count() or 1
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder, "report.xml")
        command = [sys.executable, "-m", "pytest", "tests/exercises", "--exercise", name, "--junit-xml", str(report)]
        command += ["-q", "--no-header", "--tb=short", *(["--quick"] if quick else [])]
        if jobs > 1 and importlib.util.find_spec("xdist"):
            command += ["-n", str(jobs), "--dist", "loadgroup"]
        # What the tests start in other folders is to import this checkout, too.
        path = os.pathsep.join([str(exercises.ROOT), os.environ.get("PYTHONPATH", "")]).strip(os.pathsep)
        done = subprocess.run(
            command, cwd=exercises.ROOT, env=os.environ | {"PYTHONPATH": path, "WORKSHOP_START": ""}, check=False
        )
        if not report.exists():
            raise CheckerError(f"pytest ended with status {done.returncode}, and wrote no report; see above.")
        cases = ElementTree.parse(report).getroot().iter("testcase")
        for case in cases:
            number = next((int(each.get("value")) for each in case.iter("property") if each.get("name") == "step"), 10)
            steps[number].tried = True
            for kind in ("failure", "error", "skipped"):
                for found in case.iter(kind):
                    told = (found.get("message") or "").strip().partition("\n")[0]
                    if not told.startswith("got empty parameter set"):  # an exercise need not have attacks
                        steps[number].problems.append(f"{case.get('name')}: {told}"[:300])
    if done.returncode and not any(step.problems for step in steps.values()):
        steps[10].problems.append(f"pytest ended with status {done.returncode}")


def show(name, steps, console, quick):
    """Print the table, and what to do next."""
    from rich.table import Table

    table = Table(title=f"\n{name}: the steps of {GUIDE}" + (", without what trains" if quick else ""))
    for heading in ("", "step", "state", "what is missing"):
        table.add_column(heading, overflow="fold")
    for number, (title, _) in STEPS.items():
        step = steps[number]
        state = "missing" if step.problems else "done" if step.tried else "not tried"
        table.add_row(str(number), title, state, "\n".join(step.problems), style=None if state == "done" else "bold")
    console.print(table)
    for number, (_, todo) in STEPS.items():
        if steps[number].problems:
            console.print(f"Next, step {number}: {todo.format(name=name, tests=TESTS)}", markup=False, soft_wrap=True)
            return
    console.print("All steps are done. Now: python start.py test" if not quick else "All that was tried holds.")
