"""`python -m checker certificate`: the end of the course, a page of what one's own networks have drawn.

What it shows of an exercise is a fact of its check file: `KEEPSAKES`, the names of images that a run leaves, each with
a line on what it is.
"""

import argparse
import json
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from checker.errors import UsageError
from checker.exercises import exercises
from checker.files import write_whole
from checker.materials import lessons
from checker.outcomes import STATUS_PASSED
from checker.report.pages import render
from checker.text import encodable, shown_path
from workshop.pages.lessons import READING
from workshop.pages.pictures import picture
from workshop.typed import typed

NAME = "certificate.html"


def main(argv):
    """Make a page of what your own networks have drawn, to keep or to print. It is a keepsake, and proves nothing."""
    parser = argparse.ArgumentParser("python -m checker certificate", description=main.__doc__)
    parser.add_argument(
        "--name", default="", help="your name, as the page should show it (default: a line to write on)"
    )
    parser.add_argument("--runs", metavar="DIR", default="runs", help="where your runs are (default: %(default)s)")
    parser.add_argument("--out", metavar="FILE", default=NAME, help="the page (default: %(default)s)")
    options = parser.parse_args(argv)
    return certificate(Path(options.runs), Path(options.out), options.name)


def certificate(folder, path, name=""):
    """Write the page, and say where it is and what is missing.

    Args:
        folder: of the runs.
        path: of the page; one that is there is replaced.
        name: the learner's; "" leaves a line to write on.

    Returns:
        The exit status: 0, whatever is missing.

    Raises:
        UsageError: no run has left any of the images, or the page cannot be written.
    """
    runs = finished(folder)
    wanted = [exercise for exercise in exercises() if exercise.facts.get("KEEPSAKES")]
    chapters = [keepsakes(exercise, runs, folder) for exercise in wanted]
    shown = [chapter for chapter in chapters if chapter.pictures]
    if not shown:
        first = chapters[0].command if chapters else typed("-m", "checker", "status")
        raise UsageError(
            f"{shown_path(folder)} holds no finished run of {', '.join(each.name for each in wanted)}: a certificate"
            f" shows what your networks have drawn.\nGo to the folder with your runs, name it (--runs DIR), or: {first}"
        )
    page = render("certificate.html", chapters=chapters, name=" ".join(name.split()), made=date.today())
    try:
        write_whole(path, encodable(page))
    except OSError as error:
        raise UsageError(f"{shown_path(path)} cannot be written: {error.strerror}.\nName another: --out FILE") from None
    for chapter in chapters:
        if chapter.missing:
            print(f"{chapter.exercise.name}: there is no {chapter.missing} yet. {chapter.advice}")
    print(f"Your certificate: {path.absolute().as_uri()}")
    return STATUS_PASSED


@dataclass(frozen=True)
class Run:
    """A run that came to its end: its folder, and what `config.json` and `results.json` there hold."""

    folder: Path
    config: dict
    results: dict

    @property
    def day(self):
        """When it began; None where nobody can tell."""
        try:
            return datetime.fromisoformat(self.config["started"]).date()
        except (KeyError, TypeError, ValueError):
            return None

    @property
    def facts(self):
        """A line on how the images came about."""
        told = [f"data {self.config['dataset']}"] if "dataset" in self.config else []
        if "epochs" in self.config:
            told.append(f"{self.config['epochs']} epoch{'s' * (self.config['epochs'] != 1)}")
        told += [f"seed {self.config['seed']}"] if "seed" in self.config else []
        number = self.results.get("parameters")
        return ", ".join(told + ([f"{number:,} parameters"] if isinstance(number, int) else []))


@dataclass(frozen=True)
class Chapter:
    """What the page shows of an exercise.

    Attributes:
        exercise: a `checker.exercises.Exercise`.
        run: the `Run` that the images are from; None where there is none.
        pictures: `[(what it is, a workshop.pages.pictures.Picture), ...]`.
        missing: the names of the images that are not there, as text; "" where none is missing.
    """

    exercise: object
    run: Run | None
    pictures: list
    missing: str

    @property
    def command(self):
        """What to type for a run."""
        name = f"{self.exercise.name}.py"
        return typed(
            str(Path("exercises", name)) if not Path(name).is_file() and Path("exercises", name).is_file() else name
        )

    @property
    def advice(self):
        """How one gets what is missing; of a run that is there, the lesson says more than a command could."""
        return lessons.where(self.exercise, READING) if self.run else f"Type: {self.command}"


def finished(folder):
    """The runs of a folder that came to their end, the latest first."""
    found = []
    for path in folder.glob("*/results.json"):
        try:
            config, results = (
                json.loads((path.parent / each).read_text("utf-8")) for each in ("config.json", path.name)
            )
        except (OSError, ValueError):
            continue
        if isinstance(config, dict) and isinstance(results, dict):
            found.append(Run(path.parent, config, results))
    return sorted(found, key=lambda run: (str(run.config.get("started", "")), run.folder.name), reverse=True)


def keepsakes(exercise, runs, folder):
    """The `Chapter` of an exercise: of its latest run with the most of the images that are wanted."""
    wanted = exercise.facts["KEEPSAKES"]
    found = []
    for run in runs:
        if run.config.get("exercise") == exercise.name:
            pictures = {}
            for name in wanted:
                try:
                    pictures[name] = picture(run.folder / name, folder, embedded=True)
                except OSError:  # there is none, or no image
                    continue
            found.append((run, pictures))
    run, pictures = max(found, key=lambda each: len(each[1]), default=(None, {}))  # of several, the first: the latest
    missing = " and no ".join(name for name in wanted if name not in pictures)
    return Chapter(exercise, run, [(wanted[name], each) for name, each in pictures.items()], missing)
