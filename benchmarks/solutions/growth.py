"""What costs grow with: pixels, channels, classes, samples, submissions; and how fast, as exponents.

    python -m benchmarks growth

Each thing is made larger while all others stay as they are. Steps and cards run in this process; submissions are
checked by `python -m checker grade`, as a class is. A fixed cost, such as Keras's start, is told apart from what each
further submission adds.
"""

import argparse
import contextlib
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.common import machine, pages

PAGE = "growth.md"
TAKES = "six minutes"
MEASURES = ["checker", "solutions", "workshop"]
USUAL = {"side": 28, "channels": 1, "classes": 10}
LARGER = {"side": (16, 28, 40, 56, 80), "channels": (1, 2, 4, 8, 16), "classes": (2, 10, 50, 250)}
COUNTED = {"side": "pixels"}  # what stands in the table, where it is another number
ROUNDS, LEAST_SECONDS = 3, 0.7  # of a round
SAMPLES = 250, 500, 1000, 2000
SUBMISSIONS = 4, 8, 16, 32
WARM = 3  # steps before the clock runs: the first ones trace and compile


def networks():
    """The exercise with networks for images of any size and any number of classes, and its solution's module."""
    import inspect

    from benchmarks.solutions.ours import solution
    from checker.exercises import exercises

    for exercise in exercises():
        if "def build_generator(shape, classes)" in exercise.solution.read_text("utf-8"):
            module = solution(exercise)
            assert list(inspect.signature(module.build_classifier).parameters) == ["shape", "classes"]
            return exercise, module
    raise SystemExit("No solution has build_generator(shape, classes), whose costs are measured here.")


def steps(module, kind, sizes):
    """Milliseconds that a step of a network takes, medians of rounds, for each of some sizes.

    Args:
        module: the solution's.
        kind: "classifier" or "GAN".
        sizes: `[{"side": ..., "channels": ..., "classes": ...}, ...]`.
    """
    found = [[] for _ in sizes]
    ready = [prepared(module, kind, **size) for size in sizes]
    for _ in range(ROUNDS):  # in turn, so that a busy minute is no size's own
        for milliseconds, step in zip(found, ready, strict=True):
            milliseconds.append(1000 * seconds(step))
    return [sorted(each)[ROUNDS // 2] for each in found]


def prepared(module, kind, side, channels, classes):
    """A function that takes one step, after some."""
    import keras
    import numpy as np

    rng, batch = np.random.default_rng(0), module.BATCH_SIZE
    images = rng.random((batch, side, side, channels), dtype="float32")
    labels = rng.integers(0, classes, batch).astype("int32")
    if kind == "classifier":
        model = module.build_classifier(images.shape[1:], classes)
        model.compile("adam", keras.losses.SparseCategoricalCrossentropy(from_logits=True))
    else:
        gans = (each for each in vars(module).values() if isinstance(each, type) and issubclass(each, keras.Model))
        model = next(each for each in gans if each.__module__ == module.__name__)(images.shape[1:], classes, 0)
    for _ in range(WARM):
        model.train_on_batch(images, labels)
    return lambda: model.train_on_batch(images, labels)


def seconds(step):
    """Seconds that a step takes, the mean of as many as fit into a round."""
    clock, count = machine.Clock(), 0
    clock.run()
    while clock.now() < LEAST_SECONDS:
        step()
        count += 1
    return clock.hold() / count


def cards():
    """Milliseconds of a card of so many held-out digits, wall time, medians of rounds."""
    from checker.judge import kinds
    from checker.judge.card import Drawn
    from checker.judge.referees import Referees
    from workshop import data

    digits = data.load("mnist")
    with contextlib.closing(Referees(digits)) as referees:
        kinds.judge(Drawn(digits.test.images[: SAMPLES[0]]), referees)  # loads the networks
        found = [[] for _ in SAMPLES]
        for _ in range(ROUNDS):
            for milliseconds, count in zip(found, SAMPLES, strict=True):
                milliseconds.append(1000 * kinds.judge(Drawn(digits.test.images[:count]), referees)["seconds"])
    return [sorted(each)[ROUNDS // 2] for each in found]


def graded(exercise):
    """Milliseconds of `python -m checker grade --no-train` of so many submissions, wall time."""
    from tests.support.answers import compose

    found = []
    for count in SUBMISSIONS:
        with tempfile.TemporaryDirectory() as folder:
            for number in range(count):
                path = Path(folder, "class", f"learner-{number}", f"{exercise.name}.py")
                path.parent.mkdir(parents=True)
                path.write_text(compose(exercise.name, f"# {number}\n"), encoding="utf-8")
            command = [sys.executable, "-m", "checker", "grade", path.parents[1], "--out", Path(folder, "graded")]
            started = time.perf_counter()
            subprocess.run([*command, "--no-train"], check=True, stdout=subprocess.DEVNULL, cwd=pages.ROOT)
            found.append(1000 * (time.perf_counter() - started))
    return found


def fitted(sizes, costs):
    """How costs grow: `(exponent between the two largest sizes, fixed part of a line through all)`."""
    import numpy as np

    exponent = np.log(costs[-1] / costs[-2]) / np.log(sizes[-1] / sizes[-2])
    _, fixed = np.polyfit(sizes, costs, 1)
    return float(exponent), float(fixed)


def row(what, of, sizes, costs):
    """A row of the table."""
    exponent, fixed = fitted(sizes, costs)
    told = ", ".join(f"{cost:,.1f}" if cost < 100 else f"{cost:,.0f}" for cost in costs)
    return f"| {of} | {what} | {', '.join(f'{size:,}' for size in sizes)} | {told} | {exponent:.2f} | {fixed:,.1f} |"


def main(arguments=None):
    argparse.ArgumentParser(description=__doc__.splitlines()[0]).parse_args(arguments)
    machine.pin()
    from checker.exercises import exercises

    exercise, module = networks()
    rows = []
    for kind in ("classifier", "GAN"):
        for what, values in LARGER.items():
            costs = steps(module, kind, [USUAL | {what: value} for value in values])
            shown = [value**2 for value in values] if what == "side" else values
            rows.append(row(COUNTED.get(what, what), f"a step of `{exercise.name}`'s {kind}", shown, costs))
            print(rows[-1], flush=True)
    rows.append(row("samples", "a card", SAMPLES, cards()))
    print(rows[-1], flush=True)
    first = exercises()[0]
    rows.append(row("submissions", f"a class of `{first.name}`, graded without training", SUBMISSIONS, graded(first)))
    print(rows[-1], flush=True)
    facts = machine.description()
    pages.write(PAGE, page(rows, facts))


def page(rows, facts):
    """The page, Markdown."""
    lines = "\n".join(rows)
    return f"""\
{pages.head("What costs grow with", "growth")}\
One thing is made larger at a time; all others stay at {USUAL["side"]}x{USUAL["side"]} pixels, one channel, ten classes.
Milliseconds are medians of {ROUNDS}: of steps CPU time over two cores, of cards wall time; and of a class wall time,
once. The *exponent* is that between the last two sizes: 1 means twice as much for twice as many. Where it is far below
1, other costs still weigh more; the *fixed part* is where a straight line through all points begins.

| what | grows with | sizes | ms | exponent | fixed part, ms |
|---|---|---|---|---|---|
{lines}

Machine: {facts["processor"]}, {facts["system"]}, {facts["cores"]} cores, no GPU.
TensorFlow {facts["tensorflow"]}, Keras {facts["keras"]}.
"""


if __name__ == "__main__":
    main()
