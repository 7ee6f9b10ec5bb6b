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
from checker.outcomes import STATUS_ERROR, STATUS_PASSED, STATUS_USAGE
from checker.sandbox import launchers

COMMANDS = """commands beside checking:
  sync [--check] [--force]   make skeletons, notebooks and the README's table of exercises
  start DIR                  copy skeletons and notebooks to a folder of your own
  card RUN_FOLDER            judge the digits that your generator drew
  course DIR                 make a course for nbgrader
  grade SUBMISSIONS...       grade a class: folders, zip files, or a course
  demo [DIR]                 run the reference solutions, and show them on a page
  prove NAME [--quick]       in a checkout: does an exercise have all that it needs?

exit status: 0 all passed, 1 points lost, 2 wrong usage, 3 the checker broke"""


def main(argv=None):
    """Run a command; returns the exit status."""
    argv = sys.argv[1:] if argv is None else argv
    try:
        if argv[:1] and argv[0] in ("sync", "start", "card", "course", "grade", "demo", "prove"):
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
    """Make what is generated of what contributors write."""
    from checker.commands import sync

    return sync.main(argv)


def command_start(argv):
    """Copy what learners begin with to a folder of their own."""
    from checker.commands import start

    return start.main(argv)


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


def command_prove(argv):
    """Take the steps of adding an exercise."""
    from checker.commands import prove

    return prove.main(argv)


if __name__ == "__main__":
    sys.exit(main())
