"""`python -m checker status`."""

import argparse

from checker.errors import UsageError
from checker.exercises import answer_path, exercises, rubric
from checker.materials import lessons
from checker.outcomes import STATUS_PASSED
from checker.report import kept
from checker.text import shown_path
from workshop.cli import UNWRITTEN
from workshop.typed import typed


def main(argv):
    """Tell how far you are in each exercise, as the last checks found it, and what comes next; runs nothing."""
    argparse.ArgumentParser("python -m checker status", description=main.__doc__).parse_args(argv)
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, padding=(0, 2, 1, 0))
    for heading, justify in (("exercise", "left"), ("points", "right"), ("next", "left")):
        table.add_column(heading, justify=justify, no_wrap=heading != "next")
    following = None
    for exercise in exercises():
        points, told, command = state(exercise)
        table.add_row(exercise.name, points, Text(told))
        following = following or command
    console = Console(highlight=False)
    console.print(table)
    done = f"All exercises have all their points. A page of your images: {typed('-m', 'checker', 'certificate')}"
    console.print(f"Next: {following}" if following else done, soft_wrap=True)
    return STATUS_PASSED


def state(exercise):
    """How far one is in an exercise: points, what is next in words, and as a command (None where nothing is)."""
    check = typed("-m", "checker", exercise.name)
    try:
        path = answer_path(exercise)
    except UsageError:
        return "", f"there is no {exercise.name}.py here", typed("-m", "checker", "reset", exercise.name)
    found, checks = kept.read(path), rubric(exercise)
    if not found.outcomes:
        names = unwritten(exercise, path)
        left = f"yours to write: {', '.join(names)}" if names else "all is written"
        section = f"\n{lessons.where(exercise, names[0])}" if names else ""
        return "0", f"not checked yet; {left}{section}", check
    points = (
        f"{sum(each.points for each in checks if found.passed(each.name))} of {sum(each.points for each in checks)}"
    )
    now = kept.digest(path)
    missing = [each for each in checks if not found.passed(each.name)]
    if not missing:
        old = any(found.files.get(each.name) != now for each in checks)
        changed = f"; {shown_path(path)} has changed since" if old else ""
        return points, f"all points{changed}", check if old else None
    first = missing[0]
    function = lessons.function_of(exercise, first.title)
    lines = [first.title if first.name in found.outcomes else f"not run yet: {first.title}"]
    if any(found.files.get(each.name, now) != now for each in checks if not each.trained):  # which run each time
        lines.append(f"{shown_path(path)} has changed since it was checked")
    if first.trained and not function:
        lines.append(lessons.where(exercise, "When it goes wrong"))
    else:
        lines.append(lessons.where(exercise, function))
    return points, "\n".join(lines), check


def unwritten(exercise, path):
    """The functions of the file that are yet to be written."""
    text = path.read_text("utf-8", "replace")
    names = (found["function"] for found in UNWRITTEN.finditer(text) if found["exercise"] == exercise.name)
    return list(dict.fromkeys(names))
