"""The demo: every reference solution, run as a learner would run it, and shown on one page."""

import argparse
import base64
import json
import subprocess
import sys
from datetime import datetime
from pathlib import Path

from checker.errors import UsageError
from checker.exercises import exercises
from checker.outcomes import STATUS_ERROR, STATUS_PASSED
from checker.report.pages import render
from checker.text import shown_path

# Pictures that tell most come first; others follow by name.
FIRST = ("training", "card", "answers", "curves", "samples", "kernels", "confusion", "labels", "model")


def main(argv):
    """Run the reference solutions, print a table, and make a page of pictures."""
    parser = argparse.ArgumentParser("python -m checker demo", description=main.__doc__)
    parser.add_argument(
        "folder", metavar="DIR", nargs="?", help="for the runs and the page (default: a new one in runs/)"
    )
    return demo(parser.parse_args(argv).folder)


def demo(folder=None):
    """Run the solutions one after the other, print a table of their results, and write the page.

    Args:
        folder: where runs and page go; a new folder in `runs/` where None.

    Returns:
        The exit status.

    Raises:
        UsageError: there are no solutions here, or the folder holds a demo already.
    """
    from rich.console import Console

    folder = Path(folder or Path("runs") / f"demo-{datetime.now():%Y%m%d-%H%M%S}")
    missing = [exercise.name for exercise in exercises() if not exercise.solution.exists()]
    if missing:
        raise UsageError(
            f"There is no solution of {missing[0]} here: an installed package has none.\nRun the demo in a checkout."
        )
    console, runs = Console(highlight=False), []
    for exercise in exercises():
        out = folder / exercise.name
        console.rule(f"{exercise.title}  ({shown_path(exercise.solution)})", align="left")
        finished = subprocess.run([sys.executable, str(exercise.solution), "--out", str(out)], check=False)
        if finished.returncode:
            console.print(f"The solution of {exercise.name} ended with exit status {finished.returncode}; see above.")
            return STATUS_ERROR
        if (out / "samples.npy").exists():  # of a generator: the judge draws `card.png`
            subprocess.run([sys.executable, "-m", "checker", "card", str(out)], check=False)
        config, results = (json.loads((out / name).read_text("utf-8")) for name in ("config.json", "results.json"))
        runs.append(
            {"exercise": exercise, "folder": out, "config": config, "results": results, "pictures": pictures(out)}
        )
    print_table(console, runs)
    page = folder / "index.html"
    page.write_text(render("demo.html", runs=runs, made=datetime.now()), encoding="utf-8")
    console.print(f"\nPictures: {page.absolute()}", soft_wrap=True)
    return STATUS_PASSED


def pictures(folder):
    """The pictures in a run folder: `[(caption, data URL), ...]`."""
    paths = sorted(
        (path for path in folder.iterdir() if path.suffix in (".png", ".gif")),
        key=lambda path: (FIRST.index(path.stem) if path.stem in FIRST else len(FIRST), path.name),
    )
    return [
        (
            path.stem.replace("_", " "),
            f"data:image/{path.suffix[1:]};base64,{base64.b64encode(path.read_bytes()).decode('ascii')}",
        )
        for path in paths
    ]


def print_table(console, runs):
    """Print what each run reached."""
    from rich.table import Table

    table = Table(title="\nReference solutions")
    table.add_column("exercise")
    for heading in ("data", "test accuracy", "test loss", "parameters", "training"):
        table.add_column(heading, justify="right")
    for run in runs:
        results = run["results"]
        table.add_row(
            run["exercise"].name,
            run["config"]["dataset"],
            f"{results['test_accuracy']:.2%}" if "test_accuracy" in results else "",
            f"{results['test_loss']:.4f}" if "test_loss" in results else "",
            f"{results['parameters']:,}",
            f"{results['training_seconds']:.1f} s",
        )
    console.print(table)
