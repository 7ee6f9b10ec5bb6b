"""The checker's command line."""

# The folder in which one types `python -m checker` comes first on Python's path. A file called numpy.py or random.py
# there would be imported by the checker itself; so that folder goes, unless it is the one that holds the checker.
import os
import sys

_HERE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
if sys.path and os.path.abspath(sys.path[0] or ".") == os.getcwd() != _HERE:
    del sys.path[0]

import argparse
import contextlib
import queue
import threading
from pathlib import Path

from checker.errors import CheckerError, UsageError
from checker.exercises import answer_path, by_name, exercises
from checker.outcomes import STATUS_ERROR, STATUS_PASSED, STATUS_POINTS_LOST, STATUS_USAGE
from checker.sandbox import confinement, launchers

COMMANDS = """commands beside checking:
  sync [--check] [--force]   make skeletons of the solutions, and notebooks of the lessons
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
        return command_check(argv)
    except UsageError as error:
        print(error, file=sys.stderr)
        return STATUS_USAGE
    except CheckerError as error:
        print(f"{error}\nThis is not your answer's fault. Run it again.", file=sys.stderr)
        return STATUS_ERROR
    except KeyboardInterrupt:
        print("\nStopped.", file=sys.stderr)
        return 130


def command_check(argv):
    """Check answers."""
    parser = argparse.ArgumentParser(
        "python -m checker",
        description="Check your answers to the exercises.",
        epilog=COMMANDS,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "exercise", nargs="*", metavar="EXERCISE", help="such as mnist; all of them where none is named"
    )
    parser.add_argument("--file", metavar="PATH", help="your file (default: ./NAME.py, then ./exercises/NAME.py)")
    parser.add_argument("--json", metavar="PATH", help="write the report in Gradescope's format")
    parser.add_argument("--html", metavar="PATH", help="write the report as a page")
    parser.add_argument("--watch", action="store_true", help="check again whenever you save; implies --no-train")
    parser.add_argument("--hint", action="store_true", help="give a hint for the first thing that is not right yet")
    parser.add_argument("--no-train", action="store_true", help="leave out the checks that train")
    parser.add_argument(
        "--debug", action="store_true", help="one process, so that print and breakpoint() work; no marks"
    )
    parser.add_argument(
        "--confine", nargs="?", const="", choices=["", *confinement.LEVELS], metavar="LEVEL",
        help="the file is somebody else's: lock it in (LEVEL: class or container; default: what this machine can)",
    )  # fmt: skip
    parser.add_argument("--seed", type=int, metavar="N", help="of the inputs that the checks draw (default: a new one)")
    options = parser.parse_args(argv)
    chosen = [by_name(name) for name in dict.fromkeys(options.exercise)] or exercises()
    if options.file and len(chosen) != 1:
        raise UsageError("--file goes with exactly one exercise: python -m checker EXERCISE --file PATH")
    if options.seed is not None and not 0 <= options.seed < 2**32:
        raise UsageError(f"--seed takes a number from 0 to {2**32 - 1}; {options.seed} came.")
    if options.debug and (options.json or options.html or options.watch):
        raise UsageError("--debug gives no marks: it goes without --json, --html and --watch.")
    if options.confine is not None:
        if options.debug:
            raise UsageError("--debug runs your own code inside the checker: it goes without --confine.")
        launchers.confine(confinement.level(options.confine or None))
    for path in (options.json, options.html):
        if path and not Path(path).absolute().parent.is_dir():
            raise UsageError(f"There is no folder {Path(path).parent} to write {path} to. Make it first.")
    paths = [answer_path(exercise, options.file) for exercise in chosen]
    if options.watch:
        return watch(chosen, paths, options)
    return check_once(chosen, options)


def check_once(chosen, options):
    """Check, report, and return the exit status."""
    if not options.debug:
        launchers.launcher()  # begins to import Keras, while we import the rest
    from rich.console import Console

    from checker.report import pages, terminal
    from checker.report import results as found
    from checker.run import session

    console = Console(highlight=False)
    if options.debug:
        console.print(
            "Debugging: your code runs inside the checker, without limits. This gives no marks.", style="yellow"
        )
    with console.status("importing Keras ...") as shown:
        if options.debug:
            shown.stop()  # a spinner and a debugger's prompt would write over each other
        elif not console.is_terminal and len(chosen) > 1:
            shown = None

        def progress(result):
            if shown:
                shown.update(f"{result.number}: {result.title}")
            elif progress.last != result.exercise:
                progress.last = result.exercise
                console.print(f"checking {result.exercise} ...")

        progress.last = None
        outcome = session.run(
            chosen, options.file, options.seed, not (options.no_train or options.watch), options.debug, progress
        )
    terminal.print_report(console, outcome.results)
    if options.debug:
        console.print("Debugging gives no marks.", style="yellow")
    else:
        console.print(f"seed {outcome.results.seed}", style="bright_black")
    content = found.results_json(outcome)
    if options.json:
        pages.write_json(content, options.json)
    if options.html:
        pages.write_html(content, options.html)
    if options.hint:
        print_hint(console, outcome.results)
    return found.status(outcome.results)


def watch(chosen, paths, options):
    """Check whenever one of the files is saved, until Ctrl-C."""
    import watchfiles

    names = {str(path.absolute()) for path in paths}
    folders = {path.absolute().parent for path in paths}
    saved, end = queue.Queue(), threading.Event()

    def listen():
        for change in watchfiles.watch(
            *folders, watch_filter=lambda change, path: path in names, debounce=50, step=10, recursive=False,
            stop_event=end, raise_interrupt=False,
        ):  # fmt: skip
            saved.put(change)

    # In a thread, and from the beginning: a save in the moment before one looks would be missed.
    threading.Thread(target=listen, daemon=True).start()
    try:
        while True:
            while not saved.empty():
                saved.get()
            if all(path.is_file() for path in paths):  # an editor may replace the file in two steps
                check_once(chosen, options)
            launchers.launcher().prepare(4)  # for the next run, while nothing is to be done
            print("Watching: save your file to check it again; Ctrl-C ends.", flush=True)
            while True:  # Windows hears Ctrl-C between waits only
                with contextlib.suppress(queue.Empty):
                    saved.get(timeout=0.5)
                    break
    except KeyboardInterrupt:
        return STATUS_PASSED
    finally:
        end.set()


def print_hint(console, results):
    """Print the lesson's hint for the function that the first check not passed is about."""
    from checker.materials import lessons
    from checker.outcomes import PASS

    first = next((result for result in results if result.outcome != PASS), None)
    if first is None:
        console.print("No hint needed: everything passed.")
        return
    console.print()
    console.print(f"Hint for {first.number}", style="bold")
    console.print(lessons.hint(by_name(first.exercise), first.title), markup=False)


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
    """Make a course for nbgrader: an assignment an exercise, its configuration, and a gradebook."""
    from checker.grading.nbgrader.course import build

    parser = argparse.ArgumentParser("python -m checker course", description=command_course.__doc__)
    parser.add_argument("folder", metavar="DIR", help="a new or empty folder")
    parser.add_argument("--database", metavar="URL", help="of the gradebook (default: SQLite in the folder)")
    parser.add_argument("--exchange", metavar="DIR", help="to fetch from and submit to (default: nbgrader's own)")
    parser.add_argument("--course-id", metavar="NAME", default="workshop", help="(default: %(default)s)")
    options = parser.parse_args(argv)
    build(options.folder, options.database, options.exchange, options.course_id)
    print(f"Made a course in {options.folder}.\nNext: cd {options.folder}, then: nbgrader generate_assignment mnist")
    return STATUS_PASSED


def command_grade(argv):
    """Grade what a class handed in: confined, many at a time, and going on where it was stopped."""
    parser = argparse.ArgumentParser("python -m checker grade", description=command_grade.__doc__)
    parser.add_argument(
        "submissions", metavar="SUBMISSIONS", nargs="*", help="folders and zip files (default: the course's submitted/)"
    )
    parser.add_argument("--course", metavar="DIR", help="enter the marks into this course's gradebook, too")
    parser.add_argument("--out", metavar="DIR", help="for records, marks and pages (default: grades/, in the course)")
    parser.add_argument("--exercise", metavar="NAME", action="append", help="only this one; may be given again")
    parser.add_argument("--no-train", action="store_true", help="leave the checks that train for another time")
    parser.add_argument("--roster", metavar="FILE", help="the table that Canvas or Moodle exports, to be filled in")
    parser.add_argument("--anonymous", action="store_true", help="leave names out of the class page")
    parser.add_argument("--jobs", metavar="N", type=int, help="submissions at a time (default: what the machine has)")
    parser.add_argument("--scheduler", metavar="ADDRESS", help="of Dask's, to grade on other machines")
    options = parser.parse_args(argv)
    if options.jobs is not None and (options.jobs < 1 or options.scheduler):
        raise UsageError("--jobs takes a number from 1, and goes without --scheduler, which has its own workers.")
    from rich.console import Console

    from checker.grading.grade import grade

    return grade(options, Console(highlight=False, soft_wrap=True))


def command_demo(argv):
    """Run the reference solutions, print a table, and make a page of pictures."""
    from checker.commands.demo import demo

    parser = argparse.ArgumentParser("python -m checker demo", description=command_demo.__doc__)
    parser.add_argument(
        "folder", metavar="DIR", nargs="?", help="for the runs and the page (default: a new one in runs/)"
    )
    return demo(parser.parse_args(argv).folder)


def command_prove(argv):
    """Take all steps of docs/contributing/how-to-add-an-exercise.md for one exercise, and say what is missing."""
    from rich.console import Console

    from checker.commands.prove import prove

    parser = argparse.ArgumentParser("python -m checker prove", description=command_prove.__doc__)
    parser.add_argument("exercise", metavar="NAME")
    parser.add_argument("--quick", action="store_true", help="leave out what trains, and attacks")
    parser.add_argument("--jobs", metavar="N", type=int, help="processes for the tests (default: one a core)")
    options = parser.parse_args(argv)
    return prove(options.exercise, Console(highlight=False), options.quick, options.jobs)


if __name__ == "__main__":
    sys.exit(main())
