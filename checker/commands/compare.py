"""`python -m checker compare NAME`."""

import argparse

from checker.errors import UsageError
from checker.exercises import answer_path, by_name, rubric
from checker.materials import lessons, skeletons
from checker.outcomes import STATUS_PASSED
from checker.report import kept
from checker.text import readable, shown_path
from workshop.typed import typed


def main(argv):
    """Show each function that you wrote beside that of the reference solution; once your file has all points."""
    parser = argparse.ArgumentParser("python -m checker compare", description=main.__doc__)
    parser.add_argument("exercise", metavar="NAME")
    exercise = by_name(parser.parse_args(argv).exercise)
    path = answer_path(exercise)
    if not exercise.solution.is_file():
        raise UsageError("The reference solutions are not installed here.\nThey lie in a checkout, in solutions/.")
    found, now = kept.read(path), kept.digest(path)
    missing = [each for each in rubric(exercise) if not found.passed(each.name) or found.files.get(each.name) != now]
    if missing:
        raise UsageError(
            f"{shown_path(path)} does not have all points yet: {exercise.name}.{missing[0].name} is missing.\nCheck"
            f" it first: {typed('-m', 'checker', exercise.name)}"
        )
    from rich.console import Console

    console = Console(highlight=False)
    theirs = exercise.solution.read_text("utf-8")
    mine, reference = (skeletons.bodies(text) for text in (path.read_text("utf-8"), theirs))
    for function in skeletons.to_write(exercise.name, theirs):
        for whose, functions in (("yours", mine), ("the reference solution's", reference)):
            console.rule(f"{function}: {whose}", align="left", style="bright_black")
            text = functions.get(function, f"(there is no function {function}: it is made in another way)")
            console.print(readable(text), markup=False, soft_wrap=True)
        console.print()
    console.print(f"Both are right. Read on: {lessons.where(exercise, lessons.NEXT)}", markup=False, soft_wrap=True)
    return STATUS_PASSED
