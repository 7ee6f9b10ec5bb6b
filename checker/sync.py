"""Makes what learners get from what contributors write: solutions become skeletons, and lessons notebooks.

A skeleton is the solution with each answer taken out. Its first line names the source and carries a checksum of the
rest, by which a skeleton that somebody has edited is told from one that is merely old. So does a notebook's metadata.
"""

import ast
import difflib
import hashlib
import re
import shutil
from pathlib import Path

from checker import notebooks
from checker.errors import UsageError
from checker.exercises import exercises

BEGIN, END = "### BEGIN SOLUTION", "### END SOLUTION"
HEAD = re.compile(r"# Generated from solutions/(\w+)\.py \(checksum ([0-9a-f]{16})\)\.[^\n]*\n")


def skeleton(name, source):
    """The skeleton of a solution.

    Args:
        name: the exercise's name.
        source: the solution's text.

    Raises:
        ValueError: the markers do not pair up, stand outside a function, or are none.
    """
    lines, kept, start, functions = source.splitlines(), [], None, _functions(source)
    for number, line in enumerate(lines, start=1):
        if line.strip() == BEGIN:
            if start:
                raise ValueError(f"solutions/{name}.py, line {number}: a region begins inside that of line {start}")
            start = number
            function = _innermost(functions, number)
            if function is None:
                raise ValueError(f"solutions/{name}.py, line {number}: a region must stand inside a function")
            indent = line[: -len(line.lstrip())]
            kept.append(f"{indent}# YOUR CODE HERE")
            kept.append(f'{indent}raise NotImplementedError("{name}.{function} is yours to write")')
        elif line.strip() == END:
            if not start:
                raise ValueError(f"solutions/{name}.py, line {number}: a region ends that never began")
            start = None
        elif not start:
            kept.append(line)
    if start:
        raise ValueError(f"solutions/{name}.py, line {start}: this region never ends")
    if len(kept) == len(lines):
        raise ValueError(f"solutions/{name}.py has no region between {BEGIN} and {END}")
    body = "\n".join(kept) + "\n"
    return (
        f"# Generated from solutions/{name}.py (checksum {_checksum(body)}). Yours to fill in: YOUR CODE HERE.\n{body}"
    )


def edited(text):
    """Whether a skeleton was changed after it was generated."""
    head = HEAD.match(text)
    return head is None or head[2] != _checksum(text[head.end() :])


def sync(check=False, force=False):
    """Write the skeletons and notebooks that are missing or old.

    Args:
        check: write nothing; tell what would change.
        force: overwrite also what somebody has edited.

    Returns:
        The differences as text, empty where nothing is to be done. With `check`, something is wrong unless it is.

    Raises:
        UsageError: one was edited, and overwriting it is neither asked nor forced.
    """
    differences, writes = [], []
    for exercise in exercises():
        solution, lesson = (path.read_text(encoding="utf-8") for path in (exercise.solution, exercise.lesson))
        for path, source, wanted, is_edited in (
            (exercise.skeleton, exercise.solution, skeleton(exercise.name, solution), edited),
            (exercise.notebook, exercise.lesson, notebooks.make(exercise, lesson), notebooks.edited),
        ):
            found = path.read_text(encoding="utf-8") if path.exists() else ""
            if found == wanted:
                continue
            shown = f"exercises/{path.name}"
            if found and is_edited(found) and not check and not force:
                raise UsageError(
                    f"{shown} was edited by hand, and would be overwritten; nothing was written.\n"
                    f"Keep a copy of it, then: python -m checker sync --force"
                )
            came_from = f"{shown} from {source.parent.name}/{source.name}"
            differences += difflib.unified_diff(_lines(found), _lines(wanted), shown, came_from, lineterm="")
            writes.append((path, wanted))
    for path, wanted in [] if check else writes:
        path.parent.mkdir(exist_ok=True)
        path.write_text(wanted, encoding="utf-8")
    return "\n".join(differences)


def start(folder):
    """Copy the skeletons and notebooks to a learner's own folder; what is there already stays as it is.

    Returns:
        `(copied, left)`: the names of the files written, and of those that were there already.
    """
    folder = Path(folder)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        copied, left = [], []
        for exercise in exercises():
            for source in (exercise.skeleton, exercise.notebook):
                target = folder / source.name
                if target.exists() or target.is_symlink():
                    left.append(target.name)
                else:
                    shutil.copyfile(source, target)
                    copied.append(target.name)
    except OSError as error:
        raise UsageError(f"{folder} cannot be filled: {error}.\nName another folder.") from None
    return copied, left


def _lines(text):
    """The lines of a file, those of pictures inside a notebook cut short: a diff is there to be read."""
    return [line if len(line) < 500 else f"{line[:80]}... ({len(line):,} characters)" for line in text.splitlines()]


def _checksum(body):
    return hashlib.sha256(body.encode()).hexdigest()[:16]


def _functions(source):
    """`(first line, last line, qualified name)` of each function."""
    found = []

    def visit(node, prefix):
        for child in ast.iter_child_nodes(node):
            if isinstance(child, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
                name = f"{prefix}{child.name}"
                if not isinstance(child, ast.ClassDef):
                    found.append((child.lineno, child.end_lineno, name))
                visit(child, f"{name}.")
            else:
                visit(child, prefix)

    visit(ast.parse(source), "")
    return found


def _innermost(functions, line):
    around = [(first, name) for first, last, name in functions if first < line <= last + 1]
    return max(around)[1] if around else None
