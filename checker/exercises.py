"""Which exercises there are, where their files lie, and what their check files state. A new one needs no edit here."""

import ast
import functools
import os
import threading
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from checker.errors import CheckerError, UsageError
from workshop.typed import typed

PACKAGE = Path(__file__).resolve().parent
ROOT = PACKAGE.parent  # of a checkout; an installed package carries exercises and lessons inside itself
CHECKS = PACKAGE / "checks"


@dataclass(frozen=True)
class Exercise:
    """An exercise, known by its check file.

    Attributes:
        name: of the module that the learner writes.
        order: its place in the course, from `ORDER` in its check file.
        title: the first line of its check file's docstring.
        facts: all that its check file states as constants, by name: see docs/contributing/how-to-add-an-exercise.md.
    """

    name: str
    order: int
    title: str
    facts: dict = field(default_factory=dict, repr=False, hash=False, compare=False)

    @property
    def training_seconds(self):
        """What the checks that train take for the reference solution, on two cores; for estimates only."""
        return self.facts.get("TRAINING_SECONDS", 60)

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
        """The Markdown text, `docs/lessons/ORDER-NAME.md`."""
        return _carried("docs/lessons", "lessons") / f"{self.order}-{self.name}.md"

    @property
    def key(self):
        """What answers to the lesson's written questions are worth; for instructors, in a checkout only."""
        return ROOT / "docs" / "rubrics" / f"{self.order}-{self.name}.md"


def glossary():
    """The words that lessons explain once, `docs/lessons/glossary.md`."""
    return _carried("docs/lessons", "lessons") / "glossary.md"


def learners_glossary():
    """The glossary beside the notebooks."""
    return _carried("exercises") / "glossary.md"


def is_checkout():
    """Whether this is a checkout, with an environment of its own, and no package in one that somebody else made."""
    return (ROOT / "start.py").is_file()


def _carried(checkout, package=None):
    """A folder that lies beside the package in a checkout and inside it when installed."""
    installed = PACKAGE / "carried" / (package or checkout)
    return installed if installed.is_dir() else ROOT / checkout


class Check(NamedTuple):
    """A check as its file states it: its name, points, the line that learners read, and whether it trains."""

    name: str
    points: int
    title: str
    trained: bool


def exercises():
    """All exercises, in their order.

    Raises:
        CheckerError: a check file states no `ORDER`, or two state the same.
    """
    found = []
    for path in sorted(CHECKS.glob("check_*.py")):
        title, facts, _ = _stated(path)
        if "ORDER" not in facts:
            raise CheckerError(f"{path} must state its place in the course once, as in ORDER = 4")
        found.append(Exercise(path.stem.removeprefix("check_"), facts["ORDER"], title or path.stem, facts))
    found.sort(key=lambda exercise: exercise.order)
    if len({exercise.order for exercise in found}) < len(found):
        raise CheckerError(f"two check files in {CHECKS} state the same ORDER")
    return found


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


def rubric(exercise):
    """The checks of an exercise, in their order, read from its file without running it: a list of `Check`."""
    return stated(exercise.checks)


def stated(path):
    """The checks of a rubric's file; see `rubric`."""
    return _stated(path)[2]


_PARSING = threading.Lock()  # Python 3.11 cannot parse in two threads at once: SystemError


def _stated(path):
    """What a check file says without being run: its title, its constants by name, and its checks."""
    found = path.stat()
    with _PARSING:
        return _parsed(path, found.st_mtime_ns, found.st_size)


@functools.lru_cache(maxsize=64)
def _parsed(path, *_):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    facts, checks = {}, []
    for node in tree.body:
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            try:
                facts[node.targets[0].id] = ast.literal_eval(node.value)
            except ValueError:  # computed, and so no fact that can be read
                continue
        elif isinstance(node, ast.FunctionDef) and node.name.startswith("check_"):
            marks = {ast.unparse(mark).partition("(")[0].rpartition(".")[2]: mark for mark in node.decorator_list}
            if "points" in marks and ast.get_docstring(node):  # what lacks them is told when the file is run
                title, points = ast.get_docstring(node).splitlines()[0], ast.literal_eval(marks["points"].args[0])
                checks.append(Check(node.name.removeprefix("check_"), points, title, "trained" in marks))
    return (ast.get_docstring(tree) or "").partition("\n")[0].rstrip("."), facts, checks


def answer_path(exercise, file=None):
    """The learner's file for an exercise: `file`, else `./NAME.py`, else `./exercises/NAME.py`.

    Raises:
        UsageError: it does not exist, or is not a file.
    """
    tried = [Path(file)] if file else [Path(f"{exercise.name}.py"), Path("exercises", f"{exercise.name}.py")]
    for path in tried:
        if os.path.isfile(path):  # unlike `Path.is_file`, it takes names of any length
            return path
    if file and os.path.isdir(file):
        inside = Path(file, f"{exercise.name}.py")
        more, shown = ("", inside) if inside.is_file() else (f" It has no {inside.name} in it.", "PATH")
        raise UsageError(f"{file} is a folder.{more}\nName the file: python -m checker {exercise.name} --file {shown}")
    if file:
        raise UsageError(f"There is no file {file}.\nCheck the path after --file.")
    raise UsageError(
        f"There is no {tried[0]} here, and no {tried[1]}.\n"
        f"Go to the folder with your answers, name the file"
        f" ({typed('-m', 'checker', exercise.name, '--file', 'PATH')}), or get the exercises with:"
        f" {typed('-m', 'checker', 'start', 'MY_FOLDER')}"
    )
