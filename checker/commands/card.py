"""`python -m checker card RUN_FOLDER`: the report card of a learner's own run."""

import argparse
import json
from pathlib import Path

import numpy as np

from checker.errors import UsageError
from checker.exercises import exercises
from checker.judge import bands, kinds, picture, references
from checker.judge.card import Drawn
from checker.judge.referees import LIMITS, Referees
from checker.judge.trial import draw_inputs
from checker.outcomes import STATUS_PASSED
from checker.report.screen import busy
from checker.sandbox import launchers
from checker.sandbox.process import WorkerEnded
from checker.text import joined, shown_path
from workshop.pages import run as page

LEAST = 200  # images: with fewer, most of the numbers mean little


def main(argv):
    """Judge the images that a generator drew, in the run folder of an exercise, and write the card beside them."""
    parser = argparse.ArgumentParser("python -m checker card", description=main.__doc__)
    parser.add_argument("folder", metavar="RUN_FOLDER")
    folder = parser.parse_args(argv).folder
    launchers.launcher()  # begins to import Keras, while we import the rest
    from rich.console import Console

    card(folder, Console(highlight=False))
    return STATUS_PASSED


def card(folder, console):
    """Print the report card of a run, and write it beside the samples: `card.png` and `card.json`.

    Args:
        folder: a run folder of an exercise whose generator is judged, with `samples.npy` and `config.json`; where the
            samples were asked for, `asked.npy` says for which classes, integers (n,). `generator.keras` is looked at,
            if there is one, for whether its images depend on the noise and on nothing else.
        console: a `rich.console.Console`.

    Raises:
        UsageError: the folder is not such a one.
    """
    folder = Path(folder)
    drawn, dataset = read(folder)
    with busy(console, "judging ..."):
        judged = references.judged()
        if dataset.name not in judged:
            raise UsageError(
                f"This run used {dataset.name}, and there is no judge for it.\nThere is one for: {', '.join(judged)}."
            )
        referees = Referees(dataset)
        try:
            found = kinds.judge(drawn, referees)
            title = f"{len(drawn.images):,} samples of {folder.resolve().name}, beside real images of {dataset.name}"
            shows = {"Description": picture.told(found)}
            picture.draw(drawn, referees, title).savefig(folder / "card.png", metadata=shows)
        finally:
            referees.close()
        repeats = repeatable(folder / "generator.keras")
    numbers = found | {"levels_fooled": bands.fooled(found)[0], "repeatable": repeats}
    (folder / "card.json").write_text(json.dumps(numbers, indent=2) + "\n", encoding="utf-8")
    if (folder / page.NAME).exists():  # the page of the run shows the card from now on
        page.write_again(folder)
    show(console, found, repeats)
    console.print(f"\nAs an image: {shown_path((folder / 'card.png').resolve())}", soft_wrap=True)


def read(folder):
    """The samples of a run folder, a `Drawn` with images shaped as those of its data set, and that `Dataset`."""
    from workshop import data

    judged = (each for each in exercises() if set(kinds.KINDS) & set(each.facts.get("TRIAL", {}).get("measures", ())))
    scripts = " or ".join(f"{each.name}.py" for each in judged)
    if not folder.is_dir():
        raise UsageError(
            f"There is no folder {folder}.\nName the folder of a run: python {scripts} prints it at its end."
        )
    try:
        config = json.loads((folder / "config.json").read_text("utf-8"))
        images = np.load(folder / "samples.npy", allow_pickle=False)
        classes = folder / "asked.npy"
        asked = (np.load(classes, allow_pickle=False),) if classes.exists() else ()
    except FileNotFoundError as error:
        raise UsageError(
            f"There is no {Path(error.filename).name} in {folder}.\nName the folder of a run of {scripts} that"
            " finished: a run writes the samples last."
        ) from None
    except (OSError, ValueError) as error:
        raise UsageError(f"The files in {folder} cannot be read: {error}\nRun the exercise again.") from None
    again = "Run the exercise again, with its given `main`."
    if not isinstance(config, dict) or not isinstance(config.get("dataset"), str):
        raise UsageError(f"config.json in {folder} names no data set.\n{again}")
    try:
        dataset = data.load(config["dataset"])
    except data.DataError as error:
        raise UsageError(str(error)) from None
    if images.dtype != np.uint8 or images.ndim == 0 or images.shape[1:] != dataset.shape or len(images) < LEAST:
        raise UsageError(
            f"samples.npy in {folder} holds {images.dtype} {images.shape}; expected uint8"
            f" (n, {', '.join(map(str, dataset.shape))}), with n at least {LEAST}.\n{again}"
        )
    for array in asked:
        count = len(dataset.classes)
        whole = np.issubdtype(array.dtype, np.integer) and array.shape == (len(images),)
        if not whole or array.min() < 0 or array.max() >= count:
            raise UsageError(
                f"asked.npy in {folder} holds {array.dtype} {array.shape}; expected the class that each of the"
                f" {len(images):,} samples was asked for, integers ({len(images)},) from 0 to {count - 1}.\n{again}"
            )
    return Drawn(images, asked), dataset


def repeatable(path):
    """Whether the same noise gives the same image, and other noise another one; None if there is no such file."""
    if not path.exists():
        return None
    process = launchers.launcher().start()
    try:
        reply = process.request("open", LIMITS, content=np.frombuffer(path.read_bytes(), dtype=np.uint8))
        if "value" not in reply:
            return None
        facts = process.request("facts", LIMITS, target=reply["value"])["value"]
        asks = [None, *[0] * len(facts["inputs"][1:])]  # noise alone differs
        inputs = draw_inputs(facts["inputs"], np.random.default_rng(0), 16, classes=1, asks=asks)
        asked = {"target": reply["value"], "inputs": inputs, "training": False, "before": None}
        drawn = [process.request("forward", LIMITS, **asked)["value"] for _ in range(2)]
    except (WorkerEnded, KeyError, TypeError, ValueError):
        return None
    finally:
        process.close()
    return bool(np.allclose(*drawn, atol=1e-5) and drawn[0].std(axis=0).max() > 0.05)


def show(console, numbers, repeats):
    """Print a card as a table, which levels are fooled, and what is missing for the next one."""
    from rich.table import Table

    table = Table(title=f"\nReport card: {numbers['count']:,} samples beside real images of {numbers['dataset']}")
    for heading, justify in (("", "left"), ("samples", "right"), ("real", "right"), ("what it tells", "left")):
        table.add_column(heading, justify=justify)
    for row in kinds.rows(numbers, bands.kinds(numbers)):
        table.add_row(*row)
    if repeats is not None:
        told = "the same noise gives the same image, different noise a different one"
        table.add_row("made from noise", "yes" if repeats else "no", "", told)
    console.print(table)
    names, missing = bands.fooled(numbers)
    if not missing:
        console.print(f"\n{joined(names).capitalize()}: fooled.")
        return
    told = f"{joined(names).capitalize()}: fooled. " if names else ""
    following = next(name for name in bands.BANDS if name not in names)
    console.print(f"\n{told}{following.capitalize()}: not yet. What is missing:")
    for short in missing:
        console.print(f"- {short.what}: {short.got}, expected {short.expected}. {short.hint}", highlight=False)
