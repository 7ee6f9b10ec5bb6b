"""The checker's command line."""

# The folder in which one types `python -m checker` comes first on Python's path. A file called numpy.py or random.py
# there would be imported by the checker itself; so that folder goes, unless it is the one that holds the checker.
import os
import sys

_HERE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
if sys.path and os.path.abspath(sys.path[0] or ".") == os.getcwd() != _HERE:
    del sys.path[0]

import argparse

from checker.commands import check
from checker.errors import CheckerError, UsageError
from checker.exercises import exercises
from checker.outcomes import STATUS_ERROR, STATUS_PASSED, STATUS_POINTS_LOST, STATUS_USAGE
from checker.sandbox import launchers

COMMANDS = """commands beside checking:
  sync [--check] [--force]   make skeletons of the solutions, and notebooks of the lessons
  start DIR                  copy skeletons and notebooks to a folder of your own
  card RUN_FOLDER            judge the digits that your generator drew
  course DIR                 make a course for nbgrader
  grade SUBMISSIONS...       grade a class: folders, zip files, or a course
  demo [DIR]                 run the reference solutions, and show them on a page

exit status: 0 all passed, 1 points lost, 2 wrong usage, 3 the checker broke"""


def main(argv=None):
    """Run a command; returns the exit status."""
    argv = sys.argv[1:] if argv is None else argv
    try:
        if argv[:1] and argv[0] in ("sync", "start", "card", "course", "grade", "demo"):
            return globals()[f"command_{argv[0]}"](argv[1:])
        return check.main(argv, COMMANDS)
    except UsageError as error:
        print(error, file=sys.stderr)
        return STATUS_USAGE
    except CheckerError as error:
        print(f"{error}\nThis is not your answer's fault. Run it again.", file=sys.stderr)
        return STATUS_ERROR
    except KeyboardInterrupt:
        print("\nStopped.", file=sys.stderr)
        return 130


def command_sync(argv):
    """Make skeletons of the solutions, and notebooks of the lessons."""
    from checker.materials.sync import sync

    parser = argparse.ArgumentParser("python -m checker sync", description=command_sync.__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; fail with a diff if something is old")
    parser.add_argument("--force", action="store_true", help="overwrite also what was edited by hand")
    options = parser.parse_args(argv)
    differences = sync(options.check, options.force)
    if options.check and differences:
        print(f"{differences}\n\nThe exercises are not what their sources make. To mend it: python -m checker sync")
        return STATUS_POINTS_LOST
    print("The exercises are up to date." if options.check or not differences else f"{differences}\n\nWritten.")
    return STATUS_PASSED


def command_start(argv):
    """Copy skeletons and notebooks to a folder of your own; nothing is ever overwritten."""
    from checker.materials.start import start

    parser = argparse.ArgumentParser("python -m checker start", description=command_start.__doc__)
    parser.add_argument("folder", metavar="DIR")
    folder = parser.parse_args(argv).folder
    copied, left = start(folder)
    print(f"Copied to {folder}: {', '.join(copied) or 'nothing'}.")
    if left:
        print(f"Left as they were: {', '.join(left)}.")
    print(f"Next: cd {folder}, open {exercises()[0].skeleton.name}, and check it with: python -m checker")
    return STATUS_PASSED


def command_card(argv):
    """Judge the digits that a generator drew, in a run folder of dcgan.py, and write the card beside them."""
    parser = argparse.ArgumentParser("python -m checker card", description=command_card.__doc__)
    parser.add_argument("folder", metavar="RUN_FOLDER")
    folder = parser.parse_args(argv).folder
    launchers.launcher()  # begins to import Keras, while we import the rest
    from rich.console import Console

    from checker.commands.card import card

    card(folder, Console(highlight=False))
    return STATUS_PASSED


def command_course(argv):
    from checker.commands import course

    return course.main(argv)


def command_grade(argv):
    from checker.commands import grade

    return grade.main(argv)


def command_demo(argv):
    """Run the reference solutions, print a table, and make a page of pictures."""
    from checker.commands.demo import demo

    parser = argparse.ArgumentParser("python -m checker demo", description=command_demo.__doc__)
    parser.add_argument(
        "folder", metavar="DIR", nargs="?", help="for the runs and the page (default: a new one in runs/)"
    )
    return demo(parser.parse_args(argv).folder)


if __name__ == "__main__":
    sys.exit(main())
