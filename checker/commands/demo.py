"""The demo: every reference solution, run as a learner would run it, and shown on one page."""

import argparse
import json
import subprocess
import sys
from datetime import datetime
from pathlib import Path

from checker.errors import UsageError
from checker.exercises import exercises
from checker.files import write_whole
from checker.outcomes import STATUS_ERROR, STATUS_PASSED
from checker.report.pages import render
from checker.text import shown_path
from workshop.pages import lessons
from workshop.pages.pictures import pictures


def main(argv):
    """Run the reference solutions, print a table, and make a page of pictures."""
    parser = argparse.ArgumentParser("python -m checker demo", description=main.__doc__)
    parser.add_argument(
        "folder", metavar="DIR", nargs="?", help="for the runs and the page (default: a new one in runs/)"
    )
    parser.add_argument(
        "--keep", action="store_true", help="keep the numbers as the reference's, beside which learners see theirs"
    )
    options = parser.parse_args(argv)
    return demo(options.folder, options.keep)


def demo(folder=None, keep=False):
    """Run the solutions one after the other, print a table of their results, and write the page.

    Args:
        folder: where runs and page go; a new folder in `runs/` where None.
        keep: write what the runs came to beside the lessons, where the pages of learners' runs find it.

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
        runs.append(shown(exercise, out, folder))
        if keep:
            keep_numbers(runs[-1])
    print_table(console, runs)
    page = folder / "index.html"
    write_page(page, runs)
    console.print(f"\nImages: {page.absolute()}", soft_wrap=True)
    return STATUS_PASSED


def shown(exercise, out, folder):
    """What the page in `folder` shows of a run of an exercise, whose folder is `out`."""
    config, results = (json.loads((out / name).read_text("utf-8")) for name in ("config.json", "results.json"))
    told = lessons.lesson(exercise.name)
    images = pictures(out, folder, told.looks if told else {}, embedded=True)
    return {"exercise": exercise, "folder": out, "config": config, "results": results, "pictures": images}


def write_page(path, runs):
    """Write the page about runs, each as `shown` tells of it; their images are inside, so that it can travel."""
    write_whole(path, render("demo.html", runs=runs, made=datetime.now()))


def keep_numbers(run):
    """Write what a run of a solution came to beside the lessons, where the pages of learners' runs find it."""
    kept = lessons.FOLDERS[0] / "reference" / f"{run['exercise'].name}.json"
    kept.parent.mkdir(exist_ok=True)
    # Not how long it took, which tells more of the machine and of what else it did.
    numbers = {name: value for name, value in run["results"].items() if name != "training_seconds"}
    # The file's name says which exercise it is of; by the others a run that was stopped goes on.
    config = {name: value for name, value in run["config"].items() if name not in ("exercise", "script", "process")}
    write_whole(kept, json.dumps({"config": config, "results": numbers}, indent=2) + "\n")


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
