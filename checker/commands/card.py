"""`python -m checker card RUN_FOLDER`: the report card of a learner's own run."""

import json
from pathlib import Path

import numpy as np

from checker.errors import UsageError
from checker.judge import picture, references
from checker.judge.bands import BANDS, shortfalls
from checker.judge.referees import LIMITS, Judge
from checker.sandbox import launchers
from checker.sandbox.process import WorkerEnded
from checker.text import shown_path

LEAST = 200  # pictures: with fewer, most of the numbers mean little


def card(folder, console):
    """Print the report card of a run, and write it beside the samples: `card.png` and `card.json`.

    Args:
        folder: a run folder of `dcgan.py`, with `samples.npy` and `config.json`; `generator.keras` is looked at, if
            there is one, for whether its pictures depend on the noise and on nothing else.
        console: a `rich.console.Console`.

    Raises:
        UsageError: the folder is not such a one.
    """
    folder = Path(folder)
    samples, config = read(folder)
    from workshop import data

    with console.status("judging ..."):
        try:
            dataset = data.load(config["dataset"])
        except data.DataError as error:
            raise UsageError(str(error)) from None
        if dataset.name not in references.judged():
            raise UsageError(
                f"This run used {dataset.name}, and there is no judge for it.\n"
                f"There is one for: {', '.join(references.judged())}."
            )
        judge = Judge(dataset)
        try:
            found = judge.card(samples)
        finally:
            judge.close()
        repeats = repeatable(folder / "generator.keras")
        title = f"{len(samples):,} samples of {folder.resolve().name}, beside real digits of {dataset.name}"
        picture.draw(found, samples, judge.images, title).savefig(folder / "card.png")
    numbers = found.numbers() | {"repeatable": repeats}
    (folder / "card.json").write_text(json.dumps(numbers, indent=2) + "\n", encoding="utf-8")
    show(console, found, repeats)
    console.print(f"\nAs a picture: {shown_path((folder / 'card.png').resolve())}", soft_wrap=True)


def read(folder):
    """The samples of a run folder, uint8 (n, 28, 28), and its configuration, a dict."""
    if not folder.is_dir():
        raise UsageError(
            f"There is no folder {folder}.\nName the folder of a run: python dcgan.py prints it at its end."
        )
    try:
        config = json.loads((folder / "config.json").read_text("utf-8"))
        samples = np.load(folder / "samples.npy", allow_pickle=False)
    except FileNotFoundError as error:
        raise UsageError(
            f"There is no {Path(error.filename).name} in {folder}.\n"
            "Name the folder of a run of dcgan.py that came to its end: the samples are written last."
        ) from None
    except (OSError, ValueError) as error:
        raise UsageError(f"The files in {folder} cannot be read: {error}\nRun the exercise again.") from None
    right = samples.dtype == np.uint8 and samples.ndim == 3 and samples.shape[1:] == (28, 28) and len(samples) >= LEAST
    if not right or not isinstance(config, dict) or not isinstance(config.get("dataset"), str):
        raise UsageError(
            f"samples.npy in {folder} holds {samples.dtype} {samples.shape}; expected uint8 (n, 28, 28), with n"
            f" at least {LEAST}.\nRun the exercise again, with its given `main`."
        )
    return samples, config


def repeatable(path):
    """Whether the same noise gives the same picture, and other noise another one; None if there is no such file."""
    if not path.exists():
        return None
    process = launchers.launcher().start()
    try:
        reply = process.request("open", LIMITS, content=np.frombuffer(path.read_bytes(), dtype=np.uint8))
        if "value" not in reply:
            return None
        (only,) = process.request("facts", LIMITS, target=reply["value"])["value"]["inputs"]
        noise = np.random.default_rng(0).normal(0, 1, (16, only["shape"][-1])).astype("float32")
        drawn = [
            process.request("forward", LIMITS, target=reply["value"], inputs=[noise], training=False, before=None)[
                "value"
            ]
            for _ in range(2)
        ]
    except (WorkerEnded, KeyError, TypeError, ValueError):
        return None
    finally:
        process.close()
    return bool(np.allclose(*drawn, atol=1e-5) and drawn[0].std(axis=0).max() > 0.05)


def show(console, found, repeats):
    """Print a card as a table, and what keeps it from the next band."""
    from rich.table import Table

    table = Table(title=f"\nReport card: {found.count:,} samples beside real digits of {found.dataset}")
    for heading, justify in (("", "left"), ("samples", "right"), ("real", "right"), ("what it is", "left")):
        table.add_column(heading, justify=justify)
    for level, share in zip(references.LEVELS, found.fooled, strict=True):
        told = "share that it takes for real"
        table.add_row(f"fools level {level}", f"{share:.0%}", f"{1 - references.REAL_SHARE:.0%}", told)
    for row in found.rows():
        table.add_row(*row)
    if repeats is not None:
        table.add_row(
            "made from noise", "yes" if repeats else "no", "", "same noise, same picture; other noise, another"
        )
    console.print(table)
    for band in BANDS:
        missing = shortfalls(found, band)
        if missing:
            console.print(f"\nFor band {band.name} it still lacks:")
            for short in missing:
                console.print(f"  {short.what}: {short.got}, expected {short.expected}. {short.hint}", highlight=False)
            return
    console.print("\nIt reaches all bands.")
