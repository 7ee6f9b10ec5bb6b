"""The command line that all exercises share, and the friendly end of a run that meets an unfinished part."""

import argparse
import re
import sys
import traceback
from pathlib import Path

from workshop import runs, streams
from workshop.data import DEFAULT, DataError, choices
from workshop.runs import RunError
from workshop.settings import SettingsError, expect_usual
from workshop.typed import typed

# What `python -m checker sync` writes into a skeleton; anything else that raises NotImplementedError is a real error.
UNWRITTEN = re.compile(r"(?P<exercise>\w+)\.(?P<function>[\w.]+) is yours to write")
EXPECTED = (DataError, RunError, SettingsError)  # their messages say all that there is to say


def parse(description, epochs=None, argv=None, dataset=DEFAULT, options=None):
    """Parse an exercise's command line.

    Args:
        description: the module's docstring, or None; its first line heads `--help`.
        epochs: the default of `--epochs`; None for an exercise that does not count in epochs, and has no such option.
        argv: the arguments, without the program's name; `sys.argv` where None.
        dataset: the default of `--dataset`; the help lists what can be used in its place.
        options: a function that adds the exercise's own options to an `argparse.ArgumentParser`; None for none.

    Returns:
        A namespace with `dataset`, `epochs`, the exercise's own options, `seed` and `out` (a `Path`, or None for a new
        folder below `runs/`).

    Raises:
        SettingsError: Keras's settings on this machine are none that an exercise works with.
    """
    streams.open_all()
    # `python -OO` keeps no docstrings.
    parser = argparse.ArgumentParser(description=(description or "An exercise.").strip().splitlines()[0])
    parser.add_argument(
        "--dataset",
        default=dataset,
        metavar="NAME",
        help=f"{', '.join(choices(dataset))}, an .npz file, or a folder of class folders (default: {dataset})",
    )
    if epochs:
        parser.add_argument(
            "--epochs", type=positive, default=epochs, metavar="N", help=f"passes over the data (default: {epochs})"
        )
    if options:
        options(parser)
    parser.add_argument("--seed", type=_seed, default=0, metavar="N", help="makes the run repeatable (default: 0)")
    parser.add_argument("--out", type=Path, metavar="DIR", help="an empty folder for the results (default: a new one)")
    args = parser.parse_args(argv)
    expect_usual()
    return args


def friendly(error):
    """The message for an exception that is not a mistake in the learner's code; None for one that may be.

    Args:
        error: a part that is not written yet (`NotImplementedError` with the skeleton's message), or one of `EXPECTED`.
    """
    if isinstance(error, EXPECTED):
        return str(error)
    match = UNWRITTEN.fullmatch(str(error)) if isinstance(error, NotImplementedError) else None
    if not match:
        return None
    frame = traceback.extract_tb(error.__traceback__)[-1]
    return (
        f"{match[0]}: {frame.filename}, line {frame.lineno}.\nThe comment above that line says what to write, section"
        f' "{match["function"]}" of the lesson explains it, and `{typed("-m", "checker", match["exercise"], "--hint")}`'
        " gives a hint."
    )


def run(main):
    """Call `main()` and leave; a part that is not written yet, bad data or Ctrl-C end in a line, not a traceback."""
    streams.open_all()
    try:
        main()
    except KeyboardInterrupt as error:
        goes_on = runs.end(error)
        next_time = " The same command goes on from there." if goes_on else ""
        print(f"\nStopped. What was written so far is in the run folder.{next_time}", file=sys.stderr)
        sys.exit(130)
    except Exception as error:
        runs.end(error)
        text = friendly(error)
        if text is None:
            raise
        sys.exit(f"\n{text}")


def positive(text):
    """The type of an option that is a count: an integer, 1 or more."""
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError(f"expected 1 or more, got {number}")
    return number


def _seed(text):
    number = int(text)
    if not 0 <= number < 2**32:
        raise argparse.ArgumentTypeError(f"expected 0 to {2**32 - 1}, got {number}")
    return number
