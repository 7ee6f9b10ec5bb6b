"""`python -m checker EXERCISE`: check answers, and report."""

import argparse
from contextlib import nullcontext
from pathlib import Path

from checker.errors import MachineError, UsageError
from checker.exercises import answer_path, by_name, exercises
from checker.outcomes import PASS
from checker.sandbox import confinement, launchers, limits
from checker.text import shown_path
from workshop import settings, streams
from workshop.typed import typed


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
    parser.add_argument(
        "--hint",
        action="store_true",
        help="a hint for the first thing that is not right yet; each further one says more",
    )
    parser.add_argument("--no-train", action="store_true", help="leave out the checks that train")
    parser.add_argument(
        "--debug", action="store_true", help="one process, so that print and breakpoint() work; no marks"
    )
    parser.add_argument(
        "--confine", nargs="?", const="", choices=["", *confinement.LEVELS, confinement.PLATFORM], metavar="LEVEL",
        help="the file is somebody else's: lock it in (LEVEL: class or container; default: what this machine can)",
    )  # fmt: skip
    parser.add_argument("--memory", type=float, metavar="GB", help="the most that your code may hold")
    parser.add_argument("--seed", type=int, metavar="N", help="of the inputs that the checks draw (default: a new one)")
    options = parser.parse_args(argv)
    chosen = [by_name(name) for name in dict.fromkeys(options.exercise)] or exercises()
    if options.file and len(chosen) != 1:
        raise UsageError("--file goes with exactly one exercise: python -m checker EXERCISE --file PATH")
    if options.seed is not None and not 0 <= options.seed < 2**32:
        raise UsageError(f"--seed takes a number from 0 to {2**32 - 1}; you gave {options.seed}.")
    if options.memory is not None:
        if not options.memory > 0:
            raise UsageError(f"--memory takes a number of gigabytes above 0; {options.memory:g} came.")
        limits.most_memory(options.memory)
    if options.debug and (options.json or options.html or options.watch):
        raise UsageError("--debug gives no marks: leave out --json, --html and --watch.")
    if options.confine is not None:
        if options.debug:
            raise UsageError("--debug runs your own code inside the checker: leave out --confine.")
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

    from checker.report import kept, pages, results, terminal
    from checker.report.screen import busy
    from checker.run import session

    output = streams.Output()
    console = Console(file=output, highlight=False)
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
            threads=options.memory is None,  # with little memory, one thing after the other
            progress=None if options.debug else lambda result: tell(f"{result.number}: {result.title}"),
        )
    own = options.confine is None and not options.debug  # a learner's run on a file of their own
    hint = take_hint(outcome.results, paths, own and not options.watch) if options.hint else ""
    taken = {name: kept.read(path).hints for name, path in paths.items()} if own else {}
    report = results.build(outcome, {name: hints for name, hints in taken.items() if hints})
    # First the files: nothing that goes wrong with what is printed is to cost them.
    problems = []
    for write, path in ((pages.write_json, options.json), (pages.write_html, options.html)):
        try:
            if path:
                write(report, path)
        except OSError as error:
            problems.append(f"{shown_path(path)} cannot be written: {error.strerror or error}.")
    if own and not options.file:
        kept.keep_report(report, paths)
    terminal.print_report(console, report, paths)
    if options.debug:
        console.print("Debugging gives no marks.", style="yellow")
    else:
        console.print(f"seed {report.seed}", style="bright_black")
    if launchers.level() == "practice" and settings.unusual():  # the checker goes by settings of its own
        console.print(f"\nBeside the answers: {settings.unusual()}", markup=False, soft_wrap=True)
    if hint:
        console.print(f"\n{hint}", markup=False, soft_wrap=True)
    if own and report.is_full and outcome.train:
        for exercise in chosen:
            console.print(f"\n{read_on(exercise)}", markup=False, soft_wrap=True)
    if problems:
        raise MachineError("\n".join(problems))
    if output.error and not isinstance(output.error, BrokenPipeError):  # else the reader has seen enough, as `head` has
        raise output.error
    return report.status


def take_hint(results, paths, count):
    """The next hint of the lesson for the first check that did not pass, as text.

    Args:
        results: of the run.
        paths: `{exercise: path}` of the learner's files.
        count: whether it is counted, so that the next call gives the next one.
    """
    from checker.materials import lessons
    from checker.report import kept

    first = next((result for result in results if result.outcome != PASS), None)
    if first is None:
        return "No hint needed: everything passed."
    exercise, path = by_name(first.exercise), paths[first.exercise]
    function = lessons.function_of(exercise, first.title)
    if first.trained or function is None:
        rows = lessons.signs(exercise) if first.trained else []
        if rows and count:
            kept.take_hint(path, "training", 1)
        told = ["Look at the images of one of your runs. What you see, and its probable cause:"] if rows else []
        told += [f"- {seen}: {cause}" for seen, cause in rows]
        told.append(lessons.where(exercise, "When it goes wrong" if rows else function))
        return "\n".join([f"Hint for {first.number}", *told])
    most = len(lessons.hints(exercise, function))
    number = kept.take_hint(path, function, most) if count else max(kept.read(path).hints.get(function, 0), 1)
    more = " (--hint again gives the next one)" if number < most else ""
    of = f", {number} of {most} on {function}{more}" if most > 1 else ""
    return f"Hint for {first.number}{of}\n{lessons.hint(exercise, first.title, number)}"


def read_on(exercise):
    """What comes after all points."""
    from checker.materials import lessons

    following = next((each for each in exercises() if each.order > exercise.order), None)
    lines = [f"{exercise.name} is done: all points."]
    if exercise.solution.is_file():
        lines.append(f"Compare it with the reference solution: {typed('-m', 'checker', 'compare', exercise.name)}")
    lines.append(f"{lessons.where(exercise, lessons.NEXT)}, and the questions after it")
    if following:
        lines.append(f"Next: exercise {following.order}, {following.title}: {following.notebook.name}")
    return "\n".join(lines)
