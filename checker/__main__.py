"""The checker's command line."""

# The folder in which one types `python -m checker` comes first on Python's path. A file called numpy.py or random.py
# there would be imported by the checker itself; so that folder goes, unless it is the one that holds the checker.
import os
import sys

_HERE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
if sys.path and os.path.abspath(sys.path[0] or ".") == os.getcwd() != _HERE:
    del sys.path[0]

import importlib
import traceback

from checker.commands import check
from checker.errors import CheckerError, MachineError, UsageError
from checker.outcomes import STATUS_ERROR, STATUS_USAGE
from checker.parent import end_with_parent
from checker.sandbox import folders, shortage
from checker.text import readable
from workshop import streams

COMMANDS = """commands beside checking:
  sync [--check] [--force]   make skeletons, notebooks and the README's table of exercises
  start DIR                  copy skeletons and notebooks to a folder of your own
  status                     how far you are in each exercise, and what comes next
  reset NAME                 put an exercise's skeleton back; what you wrote is kept beside it
  compare NAME               your answer beside the reference solution, once it has all points
  certificate [--name NAME]  a page of what your own networks have drawn, to keep
  card RUN_FOLDER            judge the images that your generator drew
  course DIR                 make a course for nbgrader
  grade SUBMISSIONS...       grade a class: folders, zip files, or a course
  package PLATFORM DIR       make what Gradescope and other platforms take
  demo [DIR]                 run the reference solutions, and show them on a page
  prove NAME [--quick]       in a checkout: does an exercise have all that it needs?

exit status: 0 all passed, 1 points lost, 2 wrong usage, 3 the checker broke"""
NAMES = [line.split()[0] for line in COMMANDS.splitlines() if line.startswith("  ")]


def main(argv=None):
    """Run a command; returns the exit status."""
    streams.open_all()
    argv = sys.argv[1:] if argv is None else argv
    try:
        status = _carry_out(argv)
        try:
            sys.stdout.flush()  # now, where it can be told that it fails
        except BrokenPipeError:
            streams.give_up_output()
        return status
    except UsageError as error:
        print(error, file=sys.stderr)
        return STATUS_USAGE
    except MachineError as error:
        print(error, file=sys.stderr)
        return STATUS_ERROR
    except CheckerError as error:
        print(f"{error}\nThis is not your answer's fault. Run it again.", file=sys.stderr)
        return STATUS_ERROR
    except KeyboardInterrupt:
        print("\nStopped.", file=sys.stderr)
        return 130
    except OSError as error:
        output = streams.give_up_output()
        what = "What is printed (standard output)" if output or not error.filename else error.filename
        print(f"{readable(str(what))} cannot be used: {(output or error).strerror or error}.", file=sys.stderr)
        return STATUS_ERROR
    except Exception as error:  # Python's own status for it, 1, means that points were lost
        short = shortage.named(f"{type(error).__name__}: {error}")
        print(short or traceback.format_exc().strip(), file=sys.stderr)
        return STATUS_ERROR


def _carry_out(argv):
    if argv and argv[0] in NAMES:
        return importlib.import_module(f"checker.commands.{argv[0]}").main(argv[1:])
    return check.main(argv, COMMANDS)


if __name__ == "__main__":
    if sys.argv[1:2] != ["grade"]:  # a class takes hours: who starts that may well go home
        end_with_parent(folders.remove_own)
    sys.exit(main())
