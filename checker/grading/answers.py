"""Which file is the answer: names that systems make of copies, files of others that must not count, and notebooks."""

import ast
import fnmatch
import json
import re
import unicodedata
from dataclasses import dataclass

from checker.errors import UsageError

# What systems call a copy of NAME.py: "NAME (1).py" and "NAME 2.py" (browsers, macOS), "NAME-1.py" (Canvas, Safari),
# "NAME copy.py" (macOS), "NAME - Copy (2).py" (Windows), "NAME (copy).py" (GNOME), "NAME-Copy1.py" (JupyterLab), "Copy
# of NAME.py" (Google Drive), in some languages; and what they call a copy of a copy.
COPY = r"(?:copy|kopie|copie|copia|cópia|kopia|kopi|kopio)"
BEFORE = r"\s*(?P<before>(?:(?:copy of|kopie von|copie de|copia de|copia di|cópia de|kopia av|kopie van) )+)?"
AFTER = rf"(?P<after>(?:\s*-?\s*\(?{COPY}(?:\s*\(?\d+)?\)?|\s*\(\d+\))+)?(?:\s(?P<finder>\d+)|-(?P<again>\d+))?\s*"
# A learner's prefix in a folder; those of tests are no answers.
NO_ANSWER = re.compile(r"(?:check|test|tests)", re.IGNORECASE)
# Folders whose files are others' work: the workshop's own, and those of libraries.
FOREIGN = {"solutions", "site-packages", "dist-packages", "node_modules", "venv", "env", "virtualenv", "carried"}
FOREIGN_PAIRS = {("checker", "checks"), ("docs", "lessons"), ("tests", "answers"), ("benchmarks", "solutions")}
LIBRARIES = re.compile(r"(?:keras|tensorflow|torchvision|tf_keras).*", re.IGNORECASE)
ASIDE = re.compile(r"(?i).*(?:backup|old|copy|kopie|copie|copia|trash|archive).*")
MOST_NUMBER = 10**6  # of a copy
MOST_NAMED = 6  # functions of a notebook, in a note


@dataclass(frozen=True)
class Match:
    """A file's name that is an exercise's.

    Attributes:
        exercise: its name.
        prefix: what stands before it, such as the learner's name; "" if nothing.
        again: the number that Canvas gives to what was handed in again.
        is_copy: whether the name is that of a copy.
        copy: its number.
    """

    exercise: str
    prefix: str
    again: int = 0
    is_copy: bool = False
    copy: int = 0


class Rules:
    """Which names are answers' names.

    Args:
        names: those of the exercises.
        rename: texts such as "exercise1.py=NAME.py": files called as on the left, where `*` stands for anything, are
            answers to the exercise on the right.

    Raises:
        UsageError: one of these texts is wrong.
    """

    def __init__(self, names, rename=()):
        self.names = list(names)
        self._rules = [*(self._renamed(text) for text in rename)]
        self._rules += [(self._rule(re.escape(name), r"\.py"), name) for name in names]
        self._notebooks = [(self._rule(re.escape(name), r"\.ipynb"), name) for name in names]

    def _renamed(self, text):
        there, _, here = text.rpartition("=")
        name = here.strip().removesuffix(".py")
        if not there.strip() or name not in self.names:
            raise UsageError(
                f"--rename {text!r} names no file and exercise.\nExpected: NAME=EXERCISE, with one of"
                f" {', '.join(f'{each}.py' for each in self.names)} on the right, such as"
                f" --rename 'exercise1.py={self.names[0]}.py'"
            )
        if there.strip().lower().endswith(".ipynb"):
            raise UsageError(f"--rename {text!r}: a notebook is not graded.\nAsk for {name}.py, or save it as such.")
        stem, dot, ending = there.strip().rpartition(".")
        pattern, ending = (stem, re.escape(dot + ending)) if dot else (there.strip(), "")
        return self._rule(fnmatch.translate(pattern).removesuffix(r"\Z").removesuffix(r"\z"), ending), name

    @staticmethod
    def _rule(stem, ending):
        text = rf"(?:(?P<prefix>.+)_)?{BEFORE}{stem}{AFTER}{ending}"
        return re.compile(unicodedata.normalize("NFC", text), re.IGNORECASE | re.DOTALL)

    def match(self, file):
        """The `Match` of a file's name; None if it is no answer's."""
        return self._match(file, self._rules)

    def notebook(self, file):
        """The `Match` of a notebook that is called as an exercise; else None."""
        return self._match(file, self._notebooks)

    @staticmethod
    def _match(file, rules):
        file = unicodedata.normalize("NFC", file)
        for rule, name in rules:
            found = rule.fullmatch(file)
            if found:
                numbers = re.findall(r"\d+", found["after"] or "")
                again, copy = _number(found["again"]), _number(found["finder"] or (numbers or [""])[-1])
                is_copy = bool(copy or found["before"] or found["after"])
                return Match(name, found["prefix"] or "", again, is_copy, copy)
        return None


def _number(text):
    return min(int(text), MOST_NUMBER) if text else 0


def foreign(parts, packages):
    """Why a learner's file must not count: the folder that makes it somebody else's work; "" if none does.

    Args:
        parts: the path below the learner's folder.
        packages: folders, as such paths, that are packages of Python's, or its environments ("pyvenv.cfg").
    """
    folders = [part.casefold() for part in parts[:-1]]
    for at, folder in enumerate(folders):
        here = tuple(parts[: at + 1])
        if folder in FOREIGN or (*here, "pyvenv.cfg") in packages or tuple(folders[at : at + 2]) in FOREIGN_PAIRS:
            return "/".join(here)
        # A package within a package is a library's; a learner's own is one at most.
        if at and (*here[:-1], "__init__.py") in packages and (*here, "__init__.py") in packages:
            return "/".join(here)
        if folder == "datasets" and any(LIBRARIES.fullmatch(each) for each in folders[:at]):
            return "/".join(here)
    return ""


def effort(content, skeleton):
    """Whether something was written: False for the skeleton as it was handed out, and for what defines nothing."""
    if skeleton and _words(content) == _words(skeleton):
        return False
    return bool(_defined(content))


def _words(content):
    return b" ".join(content.split())


def _defined(content):
    """Names of the functions and classes that a file defines."""
    try:
        tree = ast.parse(content)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return re.findall(rb"(?m)^(?:def|class) +(\w+)", content)
    return [node.name for node in tree.body if isinstance(node, ast.FunctionDef | ast.ClassDef | ast.AsyncFunctionDef)]


def in_notebook(content):
    """Names of the functions and classes that a notebook's cells define; none where it cannot be read."""
    try:
        cells = json.loads(content)["cells"]
        texts = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]
    except (ValueError, LookupError, TypeError, RecursionError):
        return []
    names = [name for text in texts for name in re.findall(r"(?m)^(?:def|class) +(\w+)", text)]
    return list(dict.fromkeys(names))


def shown(names):
    """A few of the names that a notebook defines, for a note."""
    more = len(names) - MOST_NAMED
    return ", ".join(names[:MOST_NAMED]) + (f" and {more} more" if more > 0 else "")
