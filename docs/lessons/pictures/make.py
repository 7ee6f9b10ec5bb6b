"""Makes the images of the lessons: runs of the solutions, and runs that something was done to.

    python docs/lessons/pictures/make.py               all of them, about 40 minutes on two cores
    python docs/lessons/pictures/make.py NAME ...      these runs, and what is drawn from them
    python docs/lessons/pictures/make.py --list        which runs there are

What is run and drawn for a lesson is stated in a file of the exercise's name beside this one: `RUNS`, a dict from the
run's name to a `Run`. The runs that fail are real: one change to the solution, then the same training. A run that is
in build/pictures/ is kept; delete it to have it run again.
"""

import argparse
import importlib.util
import shutil
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image

from workshop import data, images

HERE = Path(__file__).parent
ROOT = HERE.parents[2]
KEPT = ROOT / "build" / "pictures"
SHOWN = 50  # images on a sheet


@dataclass
class Run:
    """A run of a solution, and what is drawn from it.

    Attributes:
        draws: functions that are called in turn with the run's folder.
        change: a function that does something to the solution's module before it runs.
        count: of MNIST's training images; None for all.
        epochs: None for the solution's own number.
        dataset: None for the solution's own.
        options: further ones of the solution's command line.
    """

    draws: Sequence[Callable]
    change: Callable | None = None
    count: int | None = None
    epochs: int | None = None
    dataset: str | None = None
    options: Sequence[str] = ()


def copied(name, to=None, colours=64):
    """To draw: copy an image of the run, `name`.png to `to`.png; few colours, so that it stays small."""

    def draw(folder):
        image = Image.open(folder / f"{name}.png").convert("RGB")
        image.quantize(colours, dither=Image.Dither.NONE).save(HERE / f"{to or name}.png", optimize=True)

    return draw


def sheet(name):
    """To draw: fifty of the run's samples, uint8 (n, 28, 28), as `name`.png."""

    def draw(folder):
        samples = np.load(folder / "samples.npy")
        images.sheet(HERE / f"{name}.png", samples[:SHOWN, ..., np.newaxis] / 127.5 - 1)

    return draw


def run(exercise, name, wanted):
    """Do a run, unless it was done; returns its folder."""
    folder = KEPT / name
    if (folder / "results.json").exists():
        return folder
    shutil.rmtree(folder, ignore_errors=True)
    solution = load(ROOT / "solutions" / f"{exercise}.py")
    if wanted.change:
        wanted.change(solution)
    arguments = ["--out", str(folder), "--seed", "0", *wanted.options]
    if wanted.epochs:
        arguments += ["--epochs", str(wanted.epochs)]
    if wanted.dataset:
        arguments += ["--dataset", wanted.dataset]
    if wanted.count:
        arguments += ["--dataset", str(few(wanted.count))]
    solution.main(arguments)
    return folder


def few(count):
    """The first images of MNIST, as a data set's file."""
    path = KEPT / f"digits-{count}.npz"
    if not path.exists():
        KEPT.mkdir(parents=True, exist_ok=True)
        (x_train, y_train), (x_test, y_test) = data.load("mnist")
        np.savez(path, x_train=x_train[:count], y_train=y_train[:count], x_test=x_test, y_test=y_test)
    return path


def load(path):
    """The module in a file."""
    spec = importlib.util.spec_from_file_location(path.stem, path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def runs():
    """All runs: `{name: (exercise, Run)}`."""
    sys.modules.setdefault("make", sys.modules[__name__])  # the files beside this one import it by this name
    files = sorted(path for path in HERE.glob("*.py") if path.name != "make.py")
    return {name: (path.stem, wanted) for path in files for name, wanted in load(path).RUNS.items()}


def main(argv=None):
    """Make the images of the runs that are named, or of all."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", metavar="NAME", help="a run")
    parser.add_argument("--list", action="store_true", help="print the names of the runs and end")
    options = parser.parse_args(argv)
    known = runs()
    if unknown := [name for name in options.names if name not in known]:
        parser.error(f"There is no run {unknown[0]}; there are {', '.join(known)}.")
    if options.list:
        print("\n".join(f"{name:15} a run of {exercise}" for name, (exercise, _) in known.items()))
        return
    for name in options.names or known:
        exercise, wanted = known[name]
        folder = run(exercise, name, wanted)
        for draw in wanted.draws:
            draw(folder)


if __name__ == "__main__":
    sys.exit(main())
