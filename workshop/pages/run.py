"""The page of a run: made again and again while it trains, and once more at its end, from the files in its folder."""

import json
import math
import os
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from workshop.images.words import course
from workshop.pages import render
from workshop.pages.commands import commands
from workshop.pages.lessons import lesson, reference
from workshop.pages.pictures import picture, pictures

NAME = "index.html"
UNKNOWN = "unknown"  # what the page says where a run does not
PERIOD = 2  # seconds between two looks of a page at its file
PATIENCE = 120  # seconds without news, after which it gives up
CONFIG = (
    "exercise",
    "dataset",
    "epochs",
    "seed",
    "python",
    "keras",
    "backend",
    "machine",
    "started",
)  # as a run has it
SURROUNDINGS = (
    "exercise",
    "script",
    "process",
    "python",
    "keras",
    "backend",
    "machine",
    "started",
)  # of these, the rest are options
POINTS = 200  # of a curve: of more, every second one is dropped


@dataclass
class Progress:
    """How far training is.

    Attributes:
        epochs, steps: how many there will be; steps are of one epoch, and None as long as nobody knows.
        epoch, step: in which one it is, from 1 on.
        seconds: that training took until now.
        unit: what else is counted where a run has no epochs, such as "training".
        curves: `{name: [(step since the beginning, value), ...]}`.
    """

    epochs: int = 0
    steps: int | None = None
    epoch: int = 1
    step: int = 0
    seconds: float = 0.0
    unit: str = "epoch"
    curves: dict = field(default_factory=dict)
    _first: tuple = ()  # seconds and steps at the first look: what came before was compiling

    @property
    def total(self):
        """Steps in all, or epochs where the steps are not known."""
        return self.epochs * (self.steps or 1)

    @property
    def done(self):
        return (self.epoch - 1) * (self.steps or 1) + (self.step if self.steps else 0)

    @property
    def percent(self):
        return 100 * self.done // self.total if self.total else 0

    @property
    def left(self):
        """The time left, in words; "" as long as nobody knows."""
        began, before = self._first or (0, 0)
        if self.done <= before or self.seconds - began < 3:
            return ""
        seconds = (self.seconds - began) * (self.total - self.done) / (self.done - before)
        return f"{seconds:.0f} s" if seconds < 100 else f"{seconds / 60:.0f} minutes"

    def note(self, values):
        """Keep what was reported in this step."""
        step = (self.epoch - 1) * (self.steps or 0) + self.step
        self._first = self._first or (self.seconds, self.done)
        for name, value in values.items():
            with suppress(TypeError, ValueError):  # not everything that is reported is a number
                number = float(value)
                curve = self.curves.setdefault(name, [])
                curve.append((step, number))
                if len(curve) > POINTS:
                    del curve[1::2]


@dataclass(frozen=True)
class State:
    """What a page says about a run: in a word, and in a sentence.

    Attributes:
        word, told: for who reads it.
        mark: a symbol that goes with it.
        kind: the outcome whose colour it has.
        is_live: whether more is to come.
        is_done: whether the run came to its end.
        is_broken: the name of a number that is none any more; "" else.
    """

    word: str
    told: str
    mark: str
    kind: str = ""
    is_live: bool = False
    is_done: bool = False
    is_broken: str = ""


def beginning():
    return State("Beginning", "The first step takes some seconds longer: it is compiled.", "…", is_live=True)


def training(progress):
    if not progress.curves and not progress.done:
        return beginning()
    broken = next((name for name, curve in progress.curves.items() if curve and not math.isfinite(curve[-1][1])), "")
    told = f"{progress.seconds:.0f} s so far."
    return State("Training", told, "▶", is_live=True, is_broken=broken)


def drawing():
    return State("Trained", "The trained networks are being measured and drawn.", "▶", is_live=True)


def done():
    return State("Done", "Everything below is final.", "✓", "pass", is_done=True)


def stopped(why):
    """The state of a run that ended early, for instance by Ctrl-C."""
    return State("Stopped", f"{why} Everything written until then is below.", "■", "todo")


def failed(why):
    return State("Failed", f"{why} The terminal tells where.", "✗", "fail")


def write(folder, state, progress=None):
    """Write the page of a run, whole or not at all.

    Args:
        folder: the run's.
        state: a `State`.
        progress: a `Progress`, of a run that trains, or did in this process.

    Raises:
        OSError: it cannot be written, or `config.json` cannot be read.
    """
    folder = Path(folder).resolve()
    config = dict.fromkeys(CONFIG, UNKNOWN) | _read(folder / "config.json")
    results = _read(folder / "results.json") if (folder / "results.json").exists() else {}
    told, kept = lesson(config["exercise"]), reference(config["exercise"])
    shown = pictures(folder, folder, told.looks if told else {})
    epochs = sorted((folder / "epochs").glob("*.png")) if not state.is_done else []
    if epochs:  # the latest, as long as there is no better one
        with suppress(OSError):
            shown.insert(0, picture(epochs[-1], folder, told.looks.get("epochs/", "") if told else ""))
    text = render(
        "run.html",
        folder=folder,
        config=config,
        state=state,
        progress=progress,
        beat=time.time_ns(),
        period=PERIOD,
        patience=PATIENCE,
        lesson=told,
        lesson_url=told.url(folder) if told else "",
        numbers=_numbers(results, progress, kept),
        reference=kept,
        asked=_asked(kept["config"]) if kept else "",
        differs=_differences(config, kept),
        plots=_plots(progress),
        pictures=shown,
        commands=commands(folder, config["exercise"], state.is_live, state.is_done),
    )
    draft = folder / f".{NAME}"
    draft.write_text(text, encoding="utf-8")
    os.replace(draft, folder / NAME)


def write_again(folder):
    """Write the page of a finished run again, because its folder has something new."""
    ended = (Path(folder) / "results.json").exists()
    write(folder, done() if ended else stopped("The run did not finish."))


def _read(path):
    return json.loads(path.read_text("utf-8"))


def _numbers(results, progress, kept):
    """Rows of the table: `[(name, this run's, the reference's), ...]`."""
    theirs = kept["results"] if kept else {}
    latest = {name: curve[-1][1] for name, curve in progress.curves.items()} if progress and not results else {}
    mine = {**latest, **results}
    return [(name, mine.get(name), theirs.get(name)) for name in dict.fromkeys((*mine, *theirs))]


def _options(config):
    """What a run was asked for, as far as its numbers depend on it, to follow "its": `{"data": ["glyphs"], ...}`."""
    options = {name: value for name, value in config.items() if name not in SURROUNDINGS and value != UNKNOWN}
    return {
        "data" if name == "dataset" else name.replace("_", " "): value if isinstance(value, list) else [value]
        for name, value in options.items()
    }


def _asked(config):
    """The options of a run in one phrase, without those that were left off: "data glyphs, epochs 10, seed 0"."""
    options = {
        name: [each for each in value if each is not None and each is not False]
        for name, value in _options(config).items()
    }
    return ", ".join(f"{name} {', '.join(map(str, value))}" for name, value in options.items() if value)


def _differences(config, kept):
    """The options in which this run differs from the reference, as a list in words; "" where it differs in none."""
    if not kept:
        return ""
    mine, theirs = _options(config), _options(kept["config"])
    names = [f"its {name}" for name in {**theirs, **mine} if mine.get(name) != theirs.get(name)]
    return " and ".join(filter(None, [", ".join(names[:-1]), *names[-1:]]))


def _plots(progress):
    """Curves of the reported numbers, losses and others apart, as coordinates for a drawing of 560 by 240."""
    curves = (
        {name: [p for p in curve if math.isfinite(p[1])] for name, curve in progress.curves.items()} if progress else {}
    )
    curves = {name: curve for name, curve in curves.items() if len(curve) > 1}
    losses = [name for name in curves if name.endswith("loss")]
    found = []
    for names in (losses, [name for name in curves if name not in losses]):
        if not names:
            continue
        points = [point for name in names for point in curves[name]]
        first, last = min(step for step, _ in points), max(step for step, _ in points)
        low, high = min(value for _, value in points), max(value for _, value in points)
        across, up = 480 / max(last - first, 1), 185 / ((high - low) or 1)
        lines = [
            (name, " ".join(f"{60 + (x - first) * across:.1f},{205 - (y - low) * up:.1f}" for x, y in curves[name]))
            for name in names
        ]
        styles = ("solid", "dashed", "dotted", "dashed and dotted")
        told = [
            f"{name.replace('_', ' ')} ({styles[index % 4]}) {course([value for _, value in curves[name]])}"
            for index, name in enumerate(names)
        ]
        found.append(
            {
                "title": ", ".join(names).replace("_", " "),
                "alt": f"Steps {first} to {last}: {'; '.join(told)}.",
                "low": f"{low:.3g}",
                "high": f"{high:.3g}",
                "first": first,
                "last": last,
                "lines": lines,
            }
        )
    return found
