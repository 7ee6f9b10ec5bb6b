"""Which exercises there are, in which order, and where their files lie. A new exercise needs no edit here."""

import ast
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from checker.errors import CheckerError, UsageError

PACKAGE = Path(__file__).resolve().parent
ROOT = PACKAGE.parent  # of a checkout; an installed package carries exercises and lessons inside itself
CHECKS = PACKAGE / "checks"


@dataclass(frozen=True)
class Exercise:
    """An exercise, known by its check file.

    Attributes:
        name: of the module that the learner writes, such as `"mnist"`.
        order: its place in the course, from `ORDER` in its check file.
        title: the first line of its check file's docstring.
        training_seconds: what the checks that train take for the reference solution, on two cores, as its check file
            states in `TRAINING_SECONDS`; for estimates only.
    """

    name: str
    order: int
    title: str
    training_seconds: float = 60

    @property
    def checks(self):
        return CHECKS / f"check_{self.name}.py"

    @property
    def solution(self):
        """In a checkout only; never installed."""
        return ROOT / "solutions" / f"{self.name}.py"

    @property
    def skeleton(self):
        return _carried("exercises") / f"{self.name}.py"

    @property
    def notebook(self):
        """The lesson as a notebook, beside the skeleton."""
        return _carried("exercises") / f"{self.name}.ipynb"

    @property
    def lesson(self):
        """The Markdown text, `docs/ORDER-NAME.md`."""
        return _carried("docs", "lessons") / f"{self.order}-{self.name}.md"


def _carried(checkout, package=None):
    """A folder that lies beside the package in a checkout and inside it when installed."""
    installed = PACKAGE / "carried" / (package or checkout)
    return installed if installed.is_dir() else ROOT / checkout


def exercises():
    """All exercises, in their order.

    Raises:
        CheckerError: a check file states no `ORDER`, or two state the same.
    """
    found = []
    for path in sorted(CHECKS.glob("check_*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        orders, seconds = (_constants(tree, name) for name in ("ORDER", "TRAINING_SECONDS"))
        if len(orders) != 1:
            raise CheckerError(f"{path} must state its place in the course once, as in ORDER = 4")
        title = (ast.get_docstring(tree) or path.stem).splitlines()[0].rstrip(".")
        found.append(Exercise(path.stem.removeprefix("check_"), orders[0], title, *seconds))
    found.sort(key=lambda exercise: exercise.order)
    if len({exercise.order for exercise in found}) < len(found):
        raise CheckerError(f"two check files in {CHECKS} state the same ORDER")
    return found


def _constants(tree, name):
    """The values that a module's text assigns to a name."""
    return [
        node.value.value
        for node in tree.body
        if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == name
    ]


def by_name(name):
    """The exercise of that name.

    Raises:
        UsageError: there is none.
    """
    for exercise in exercises():
        if exercise.name == name:
            return exercise
    raise UsageError(
        f"There is no exercise called {name!r}.\nExpected one of: {', '.join(each.name for each in exercises())}."
    )


class Check(NamedTuple):
    """A check as its file states it: its name, points, the line that learners read, and whether it trains."""

    name: str
    points: int
    title: str
    trained: bool


def rubric(exercise):
    """The checks of an exercise, in their order, read from its file without running it: a list of `Check`."""
    found = []
    for node in ast.parse(exercise.checks.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.FunctionDef) and node.name.startswith("check_"):
            marks = {ast.unparse(mark).partition("(")[0].rpartition(".")[2]: mark for mark in node.decorator_list}
            title = ast.get_docstring(node).splitlines()[0]
            points = ast.literal_eval(marks["points"].args[0])
            found.append(Check(node.name.removeprefix("check_"), points, title, "trained" in marks))
    return found


def answer_path(exercise, file=None):
    """The learner's file for an exercise: `file`, else `./NAME.py`, else `./exercises/NAME.py`.

    Raises:
        UsageError: it does not exist, or is not a file.
    """
    tried = [Path(file)] if file else [Path(f"{exercise.name}.py"), Path("exercises", f"{exercise.name}.py")]
    for path in tried:
        if path.is_file():
            return path
    if file:
        raise UsageError(f"There is no file {file}.\nCheck the path after --file.")
    raise UsageError(
        f"There is no {tried[0]} here, and no {tried[1]}.\n"
        f"Go to the folder with your answers, name the file (python -m checker {exercise.name} --file PATH), or get"
        f" the exercises with: {Path(sys.executable).name} -m checker start MY_FOLDER"
    )
