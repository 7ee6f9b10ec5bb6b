"""Trains the judge's network for what no data set has: winged horses, beside all that only looks a little like them.

    python -m benchmarks.judge.train_unseen          about 15 minutes on two cores; goes on where it was interrupted

It is a classifier of all kinds of creatures, of which one is in no data set, and of one kind more: images that were put
together from known ones, or come from generators that have hardly begun to learn. A third of all creatures, also of
those that are put together, were drawn by grown generators of the judge's own, see `makers`. The kinds of
`composites.HELD_OUT` have no part in it: how many of these are taken for winged horses is measured afterwards.

What is done is kept in build/judge/creatures/: delete a file there to have it made anew. The result goes to
checker/judge/weights/, with its checksum in index.json.
"""

import argparse
import time
from pathlib import Path

import numpy as np

from benchmarks.judge import composites, makers, zoo
from benchmarks.judge.train import build, in_order, kept, predict
from checker.judge import references, winged_horses
from checker.judge.unseen import SURE, UNSEEN
from workshop import data
from workshop.images import softmax

TAKES = "15 minutes"
DATASET = "creatures"
PLACE = UNSEEN[DATASET].place  # of winged horses among the classes
TRUE, MEASURED = 11, 13  # seeds of true ones: to train from, and to measure; the judge draws others
# Of an epoch: true ones, known images, composites, of each painted ones and drawn ones; and what young generators drew.
COUNTS = {"true": (4500, 2500), "known": (5000, 2500), "composites": (7200, 3600), "young": (1000,)}
DRAWN = 2500  # images of each label by each grown generator
EPOCHS, BATCH = 20, 100
# The halo three times, for that one kind of creature leaves is nearly a wing; what is cut out straight twice.
SHOWN = (*composites.TRAINED, composites.halo, composites.halo, composites.pasted_square)
YOUNG = (40, 80, 150, 300)  # steps after which a generator draws blurs, and no creature yet
RECIPES = [recipe for recipe in zoo.RECIPES if recipe.name in ("lean", "bilinear", "shallow")]


def main(argv=None):
    parser = argparse.ArgumentParser("python -m benchmarks.judge.train_unseen", description=__doc__.splitlines()[0])
    parser.add_argument("--folder", type=Path, default=Path("build/judge"), help="for what is done (build/judge)")
    folder = parser.parse_args(argv).folder / DATASET
    folder.mkdir(parents=True, exist_ok=True)
    dataset = data.load(DATASET)
    (images, labels), (test_images, test_labels) = dataset
    known = composites.Known(images, labels)
    young = np.concatenate(
        [kept(folder / f"zoo-{each.name}.npz", lambda each=each: _young(each, known))["drawn"] for each in RECIPES]
    )
    true = winged_horses.draw(COUNTS["true"][0], TRUE)
    shown = np.concatenate([images, true[:1000]]), np.append(labels, np.full(1000, PLACE, labels.dtype))
    parts = [
        kept(folder / f"maker-{each.name}.npz", lambda each=each: makers.drawn(each, *shown, DRAWN))
        for each in makers.RECIPES
    ]
    grown = [np.concatenate([part[name] for part in parts]) for name in ("images", "labels")]
    outputs = len(dataset.classes) + 1
    weights = in_order(kept(folder / "classifier.npz", lambda: train(images, labels, true, young, grown, outputs)))
    shape = references.shape_of(images)
    shipped = [array.astype("float16").astype("float32") for array in weights]
    model = build(references.classifier(shape, outputs), shipped)
    facts = {
        "shape": shape,
        "networks": {"classifier": "classifier"},
        "classifier_accuracy": round(float(np.mean(predict(model, test_images).argmax(axis=1) == test_labels)), 4),
        "taken": rates(model, dataset, young),
    }
    for name, share in facts["taken"].items():
        print(f"{name:24} {share:.3f}", flush=True)
    references.save(references.Reference(DATASET, {"classifier": weights}, np.empty(0), facts))
    print(f"Written: {references.WEIGHTS / DATASET}.npz")


def _young(recipe, known):
    """What a generator of horses and of winged creatures draws in the first steps of its training."""
    images = np.concatenate([known.horses, known.winged[: len(known.horses)]])
    return {"drawn": np.concatenate([*zoo.snapshots(recipe, images, 1000, at=YOUNG).values()])}


def rates(model, dataset, young):
    """Which share of each kind of image the network takes for the unseen class: `{kind: share}`."""
    (images, labels), known = dataset.test, composites.Known(*dataset.test)
    found = {"true": winged_horses.draw(1000, MEASURED), "young generators": young}
    for label, name in enumerate(dataset.classes):
        if label != PLACE:
            found[name] = images[labels == label]
    for index, make in enumerate((*composites.TRAINED, *composites.HELD_OUT, *composites.ARGUABLE)):
        found[make.__name__] = make(known, np.random.default_rng([13, index]), 1000)
    return {
        name: round(float(np.mean(softmax(predict(model, made))[:, PLACE] > SURE)), 3) for name, made in found.items()
    }


def worn(images, rng):
    """Images flipped, blurred, faded and under noise, half of them each: float32 (n, 32, 32, 3) in [0, 1].

    What a network draws is softer and paler than what is painted, and has another grain: none of that may tell.
    """
    count = len(images)
    x = composites.flipped(images.astype("float32") / 255, rng)

    def half(low, high):
        return np.where(rng.random((count, 1, 1, 1)) < 0.5, rng.uniform(low, high, (count, 1, 1, 1)), 0).astype(
            "float32"
        )

    soft = zoo.blur(x, 1, "edge")
    x = composites.over(x, soft, half(0, 1))
    x = composites.over(x, zoo.blur(soft, 1, "edge"), half(0, 0.6))
    x = composites.over(x, x.mean(axis=(1, 2), keepdims=True), half(-0.2, 0.35))
    x += half(-0.12, 0.12) * rng.choice([1, 1, 1, 0], (count, 1, 1, 3)).astype("float32")
    x += half(0, 0.06) * rng.standard_normal(x.shape, dtype="float32")
    return np.clip(x, 0, 1)


def train(images, labels, true, young, grown, outputs):
    """Weights of the classifier: new composites in each epoch, rates that fall, a running average."""
    import keras

    keras.utils.set_random_seed(1)
    rng = np.random.default_rng(1)
    sources = (images, labels), tuple(each[grown[1] != PLACE] for each in grown)
    known = [composites.Known(*each) for each in sources]
    wanted = true, grown[0][grown[1] == PLACE]
    model = build(references.classifier(references.shape_of(images), outputs))
    steps = EPOCHS * sum(map(sum, COUNTS.values())) // BATCH
    model.compile(
        keras.optimizers.Adam(keras.optimizers.schedules.CosineDecay(3e-3, steps), use_ema=True, ema_momentum=0.99),
        keras.losses.SparseCategoricalCrossentropy(from_logits=True),
        metrics=["accuracy"],
        jit_compile=False,
    )
    for epoch in range(EPOCHS):
        started = time.perf_counter()
        x, y = [young[rng.integers(0, len(young), *COUNTS["young"])]], [np.full(COUNTS["young"], outputs - 1)]
        for pool, count in zip(wanted, COUNTS["true"], strict=True):
            x.append(pool[rng.permutation(len(pool))[:count]])
            y.append(np.full(len(x[-1]), PLACE))
        for (pool, names), count in zip(sources, COUNTS["known"], strict=True):
            chosen = rng.permutation(len(pool))[:count]
            x.append(pool[chosen])
            y.append(names[chosen])
        for each, count in zip(known, COUNTS["composites"], strict=True):
            made = [make(each, rng, count // len(SHOWN)) for make in SHOWN]
            x += made
            y.append(np.full(sum(map(len, made)), outputs - 1))
        logs = model.fit(worn(np.concatenate(x), rng), np.concatenate(y), batch_size=BATCH, verbose=0).history
        told = f"{logs['accuracy'][-1]:.4f}, {time.perf_counter() - started:.0f} s"
        print(f"classifier, epoch {epoch + 1}: {told}", flush=True)
    model.optimizer.finalize_variable_values(model.trainable_variables)
    return {f"{index:02}": array for index, array in enumerate(model.get_weights())}


if __name__ == "__main__":
    main()
