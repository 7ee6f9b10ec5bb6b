"""The images of the lesson on `study`: what its solution measured, how much it scatters, and pairs; see make.py."""

import csv

import keras
import matplotlib.pyplot as plt
import numpy as np
from make import HERE, KEPT, ROOT, Run, copied, load
from PIL import Image

from workshop import data

SEEDS, SIZE, FEWEST = 10, 50, 10
BLUE, ORANGE, GREY = "#0072B2", "#D55E00", "#666666"


def seeds(folder):
    """How much the accuracy of one arm scatters, where nothing but the seed of the training changes."""
    path = KEPT / "study-seeds.csv"
    if not path.exists():
        study = load(ROOT / "solutions" / "study.py")
        dataset = data.load("mnist")
        pictures, labels = (np.concatenate(each) for each in zip(*(part[:2] for part in dataset), strict=True))
        sets, held_out = study.choose(labels.astype(int), study.SIZES, 0)
        split = tuple((study.prepare(pictures[each]), labels[each].astype(int)) for each in (sets[FEWEST], held_out))
        generator = keras.saving.load_model(folder / "generators" / f"{FEWEST}-1.keras")
        arms = study.make_arms(lambda *_: generator, 10, 500, 0)
        made = {arm: arms[arm](split) for arm in ("original", "mixed")}  # once, so that only the training differs
        arms = {arm: lambda _, arm=arm: made[arm] for arm in made}
        accuracies = [study.experiment(arms, [split], 500, seed)[0][0] for seed in range(SEEDS)]
        np.savetxt(path, accuracies, "%.5f", ",", header="original,mixed", comments="")
    accuracies = 100 * np.loadtxt(path, delimiter=",", skiprows=1)
    figure, axis = plt.subplots(figsize=(8, 2), dpi=100, layout="constrained")
    for height, (values, colour) in enumerate(zip(accuracies.T, (BLUE, ORANGE), strict=True)):
        axis.plot(values, np.full(len(values), -height), "o", color=colour, markersize=9, alpha=0.6)
    axis.set(xlabel="accuracy, %", yticks=[0, -1], yticklabels=["original", "mixed"], ylim=(-1.6, 0.6))
    axis.grid(axis="x", alpha=0.3)
    figure.savefig(HERE / "study-seeds.png")
    plt.close(figure)


def pairs(folder):
    """Two arms on the same splits: each by itself, and their differences, with intervals."""
    study = load(ROOT / "solutions" / "study.py")
    with (folder / "accuracies.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    original, mixed = (
        np.array([100 * float(row["accuracy"]) for row in rows if row["arm"] == arm]) for arm in ("original", "mixed")
    )
    figure, (left, right) = plt.subplots(1, 2, figsize=(9, 3.4), dpi=100, width_ratios=(2, 1), layout="constrained")
    for before, after in zip(original, mixed, strict=True):
        left.plot([0, 1], [before, after], "-", color=GREY, linewidth=1, alpha=0.7)
    for place, (values, colour) in enumerate(((original, BLUE), (mixed, ORANGE))):
        left.plot(np.full(len(values), place), values, "o", color=colour)
        _interval(left, place + (0.15 if place else -0.15), study.mean_and_interval(values), colour)
    left.set(xticks=[0, 1], xticklabels=["original", "mixed"], xlim=(-0.4, 1.4), ylabel="accuracy, %")
    left.set_title("a line for each split")
    right.axhline(0, color=GREY, linewidth=1, linestyle=":")
    right.plot(np.zeros(len(original)), mixed - original, "o", color=GREY)
    _interval(right, 0.15, study.paired(mixed, original), "black")
    right.set(xticks=[0], xticklabels=["mixed - original"], xlim=(-0.4, 0.5), ylabel="points")
    right.set_title("the differences")
    figure.savefig(HERE / "study-pairs.png")
    plt.close(figure)


def _interval(axis, place, told, colour):
    mean, low, high = told
    axis.errorbar(place, mean, [[mean - low], [high - mean]], fmt="D", color=colour, capsize=4, markersize=5)


def fruits(name, to):
    """To draw: the upper rows of a sheet, in all its colours, a pixel for each of its own."""

    def draw(folder):
        with Image.open(folder / f"{name}.png") as image:
            upper = image.convert("RGB").crop((0, 0, image.width, image.height // 2)).reduce(2)
            upper.quantize(256, kmeans=3).save(HERE / f"{to}.png", optimize=True)

    return draw


def two_arms(study):
    """Nothing but the original images, and these mixed with synthetic ones."""
    make_arms = study.make_arms

    def make(*args):
        arms = make_arms(*args)
        return {arm: arms[arm] for arm in ("original", "mixed")}

    study.make_arms = make


RUNS = {
    "study": Run(
        [copied("accuracy", to="study-accuracy"), copied("synthetic", to="study-synthetic", colours=16), seeds]
    ),
    "study-pairs": Run([pairs], change=two_arms, options=["--sizes", str(SIZE), "--splits", "8"]),
    "study-fruits": Run([copied("accuracy", to="study-fruits")], dataset="fruits"),
    "study-apples": Run(
        [
            fruits("originals", to="study-apples"),
            fruits("epochs/epoch-004", to="study-made-up-apples"),  # after 800 of the 2,000 steps
            fruits("samples", to="study-apples-too-long"),
        ],
        dataset="fruits",
        options=["--class", "apple", "--gan-steps", "2000"],
    ),
}
