"""`python -m checker reset NAME`."""

import argparse
from pathlib import Path

from checker.errors import UsageError
from checker.exercises import answer_path, by_name
from checker.materials.reset import reset
from checker.outcomes import STATUS_PASSED
from checker.text import shown_path
from workshop.typed import typed


def main(argv):
    """Put an exercise's skeleton back; what you wrote is kept beside it."""
    parser = argparse.ArgumentParser("python -m checker reset", description=main.__doc__)
    parser.add_argument("exercise", metavar="NAME")
    parser.add_argument("--file", metavar="PATH", help="your file (default: ./NAME.py, then ./exercises/NAME.py)")
    options = parser.parse_args(argv)
    exercise = by_name(options.exercise)
    try:
        path = Path(options.file) if options.file else answer_path(exercise)
    except UsageError:
        path = Path(f"{exercise.name}.py")  # deleted: then there is nothing to keep
    backup = reset(exercise, path)
    if backup:
        print(f"{shown_path(path)} is the skeleton again. What you had is kept as {shown_path(backup)}.")
    else:
        print(f"{shown_path(path)} is the skeleton.")
    print(f"Next: {typed('-m', 'checker', exercise.name)}")
    return STATUS_PASSED
