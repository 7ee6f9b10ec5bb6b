"""`python -m checker EXERCISE`: check answers, and report."""

import argparse
from contextlib import nullcontext
from pathlib import Path

from checker.errors import UsageError
from checker.exercises import answer_path, by_name, exercises
from checker.sandbox import confinement, launchers


def main(argv, commands=""):
    """Carry out the command line; returns the exit status. `commands` tells of the others, for `--help`."""
    parser = argparse.ArgumentParser(
        "python -m checker",
        description="Check your answers to the exercises.",
        epilog=commands,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    such = f"such as {exercises()[0].name}; all of them where none is named"
    parser.add_argument("exercise", nargs="*", metavar="EXERCISE", help=such)
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
    paths = {exercise.name: answer_path(exercise, options.file) for exercise in chosen}
    if options.watch:
        from checker.commands.watch import watch

        return watch(paths.values(), lambda: check_once(chosen, paths, options))
    return check_once(chosen, paths, options)


def check_once(chosen, paths, options):
    """Check, report, and return the exit status."""
    if not options.debug:
        launchers.launcher()  # begins to import Keras, while we import the rest
    from rich.console import Console

    from checker.report import pages, results, terminal
    from checker.report.screen import busy
    from checker.run import session

    console = Console(highlight=False)
    if options.debug:
        console.print(
            "Debugging: your code runs inside the checker, without limits. This gives no marks.", style="yellow"
        )
    # A spinner and a debugger's prompt would write over each other; and there `workshop` says that it imports Keras.
    with nullcontext() if options.debug else busy(console, "importing Keras ...") as tell:
        outcome = session.run(
            chosen,
            paths=paths,
            seed=options.seed,
            train=not (options.no_train or options.watch),
            local=options.debug,
            progress=None if options.debug else lambda result: tell(f"{result.number}: {result.title}"),
        )
    report = results.build(outcome)
    terminal.print_report(console, report, paths)
    if options.debug:
        console.print("Debugging gives no marks.", style="yellow")
    else:
        console.print(f"seed {report.seed}", style="bright_black")
    if options.json:
        pages.write_json(report, options.json)
    if options.html:
        pages.write_html(report, options.html)
    if options.hint:
        print_hint(console, report)
    return report.status


def print_hint(console, report):
    """Print the lesson's hint for the function that the first check not passed is about."""
    from checker.materials import lessons

    first = next((test for test in report.tests if not test.passed), None)
    if first is None:
        console.print("No hint needed: everything passed.")
        return
    console.print()
    console.print(f"Hint for {first.number}", style="bold")
    console.print(lessons.hint(by_name(first.exercise), first.title), markup=False)
