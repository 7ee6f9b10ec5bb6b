"""Trains the reference networks of the judge from the data set and a zoo of fakes.

    python -m benchmarks.judge.train mnist          about 15 minutes on two cores; goes on where it was interrupted

What is done is kept in build/judge/NAME/: delete a file there to have it made anew. The result goes to
checker/judge/weights/, with its checksum in index.json.
"""

import argparse
import sys
import time
from pathlib import Path

import numpy as np

from benchmarks.judge import zoo
from checker.judge import references
from workshop import data

TAKES = "15 minutes"
COUNT = 4000  # pictures of each kind of fake
EPOCHS = 12  # of the classifier
STEPS, BATCH = 2400, 128  # of each discriminator
# What the fakes of each level are, by group; within a group all kinds are as frequent.
SHARES = {
    "easy": {"easy": 1.0},
    "medium": {"easy": 0.2, "drawn": 0.3, "young": 0.5},
    "hard": {"easy": 0.1, "drawn": 0.25, "young": 0.15, "grown": 0.5},
}


def main(argv=None):
    parser = argparse.ArgumentParser("python -m benchmarks.judge.train", description=__doc__.splitlines()[0])
    parser.add_argument("dataset", help="such as mnist or glyphs")
    parser.add_argument("--folder", type=Path, default=Path("build/judge"), help="for what is done (build/judge)")
    options = parser.parse_args(argv)
    folder = options.folder / options.dataset
    folder.mkdir(parents=True, exist_ok=True)
    loaded = data.load(options.dataset)
    if loaded.name != options.dataset:
        sys.exit(f"{options.dataset} cannot be had on this machine.")
    (images, labels), (test_images, test_labels) = loaded

    weights = {"classifier": in_order(kept(folder / "classifier.npz", lambda: train_classifier(images, labels)))}
    model = build(classifier(images, labels), weights["classifier"])
    accuracy = float(np.mean(predict(model, test_images).argmax(axis=1) == test_labels))
    print(f"classifier: {accuracy:.2%} of the test pictures", flush=True)

    groups = fakes(folder, zoo.Digits(images, labels))
    thresholds, rates = [], {}
    for name, shares in SHARES.items():
        pool = {group: (groups[group], share) for group, share in shares.items()}
        weights[name] = in_order(kept(folder / f"{name}.npz", lambda pool=pool: train_discriminator(images, pool)))
        model = build(discriminator(images), [array.astype("float16").astype("float32") for array in weights[name]])
        thresholds.append(float(np.quantile(predict(model, test_images), references.REAL_SHARE)))
        rates[name] = {
            kind: round(float(np.mean(predict(model, pictures[:1000]) > thresholds[-1])), 3)
            for group in groups.values()
            for kind, pictures in group.items()
        }
        print(name, rates[name], flush=True)
    facts = {
        "shape": references.shape_of(images),
        "networks": {"classifier": "classifier", **dict.fromkeys(SHARES, "discriminator")},
        # How far apart features lie, beside MNIST's: measured by the same tricks, in benchmarks/judge/records.
        "frechet_scale": references.facts(options.dataset).get("frechet_scale", 1.0),
        "classifier_accuracy": round(accuracy, 4),
        "fool_rates_of_the_zoo": rates,
    }
    references.save(references.Reference(options.dataset, weights, np.array(thresholds), facts))
    print(f"Written: {references.WEIGHTS / options.dataset}.npz")


def kept(path, make):
    """The arrays of a file, a dict; made and written first if it is not there."""
    if not path.exists():
        started = time.perf_counter()
        arrays = make()
        beside = path.with_suffix(".part.npz")
        np.savez_compressed(beside, **arrays)
        beside.replace(path)
        print(f"{path.name}: {time.perf_counter() - started:.0f} s", flush=True)
    with np.load(path, allow_pickle=False) as arrays:
        return {name: arrays[name] for name in arrays.files}


def _drawn(recipe, images):
    return {str(step): pictures for step, pictures in zoo.snapshots(recipe, images, COUNT).items()}


def in_order(arrays):
    return [arrays[name] for name in sorted(arrays)]


def fakes(folder, digits):
    """The zoo: group -> kind -> uint8 (n, side, side). Generators that have not begun to learn are easy ones."""
    groups = {"easy": {}, "drawn": {}, "young": {}, "grown": {}}
    for group, makers in (("easy", zoo.EASY), ("drawn", zoo.DRAWN)):
        for index, make in enumerate(makers):
            groups[group][make.__name__] = make(digits, np.random.default_rng([7, index]), COUNT)
    for recipe in zoo.RECIPES:
        pictures = kept(folder / f"zoo-{recipe.name}.npz", lambda recipe=recipe: _drawn(recipe, digits.images))
        for step in zoo.SNAPSHOTS:
            group = "easy" if step == 0 else "young" if step < zoo.GROWN else "grown"
            groups[group][f"{recipe.name} {step}"] = pictures[str(step)]
    return groups


def classifier(images, labels):
    return references.classifier(references.shape_of(images), int(labels.max()) + 1)


def discriminator(images):
    return references.discriminator(references.shape_of(images))


def build(layers, weights=None):
    """A Keras model of what `checker.judge.references` describes."""
    import keras

    model = keras.Sequential(
        [
            keras.Input(**settings) if name == "Input" else getattr(keras.layers, name)(**settings)
            for name, settings in layers
        ]
    )
    if weights is not None:
        model.set_weights(weights)
    return model


def predict(model, images):
    return model.predict(references.as_input(images), batch_size=500, verbose=0)


def train_classifier(images, labels):
    """Weights of the classifier: pictures moved by up to two pixels, rates that fall, a running average."""
    import keras

    keras.utils.set_random_seed(1)
    rng = np.random.default_rng(1)
    model = build(classifier(images, labels))
    steps = EPOCHS * len(images) // BATCH
    model.compile(
        keras.optimizers.Adam(keras.optimizers.schedules.CosineDecay(3e-3, steps), use_ema=True, ema_momentum=0.99),
        keras.losses.SparseCategoricalCrossentropy(from_logits=True),
        metrics=["accuracy"],
        jit_compile=False,
    )
    for epoch in range(EPOCHS):
        logs = model.fit(references.as_input(moved(images, rng, 2)), labels, batch_size=BATCH, verbose=0).history
        print(f"classifier, epoch {epoch + 1}: {logs['accuracy'][-1]:.4f}", flush=True)
    model.optimizer.finalize_variable_values(model.trainable_variables)
    return {f"{index:02}": array for index, array in enumerate(model.get_weights())}


def moved(images, rng, most):
    """Each picture moved by up to `most` pixels."""
    wide, (height, width) = np.pad(images, ((0, 0), (most, most), (most, most))), images.shape[1:]
    which, found = rng.integers(0, (2 * most + 1) ** 2, len(images)), np.empty_like(images)
    for number in range((2 * most + 1) ** 2):
        down, right = divmod(number, 2 * most + 1)
        found[which == number] = wide[which == number, down : down + height, right : right + width]
    return found


def train_discriminator(images, pool):
    """Weights of a discriminator.

    Args:
        images: uint8 (n, side, side), real images.
        pool: group -> (dict of fakes by kind, share of the group among the fakes).
    """
    import keras

    keras.utils.set_random_seed(2)
    rng = np.random.default_rng(2)
    half, parts = STEPS * BATCH // 2, []
    for kinds, share in pool.values():
        for pictures in kinds.values():
            parts.append(pictures[rng.integers(0, len(pictures), round(half * share / len(kinds)))])
    fake = np.concatenate(parts)
    real = images[rng.integers(0, len(images), len(fake))]
    x = references.as_input(np.concatenate([real, fake]))
    # A little noise on half of both kinds: strokes shall decide, not the last bit of the black around them.
    strength = rng.uniform(0, 0.1, len(x)) * (rng.random(len(x)) < 0.5)
    x = np.clip(x + strength[:, None, None, None] * rng.standard_normal(x.shape, dtype="float32"), 0, 1).astype(
        "float32"
    )
    y = np.repeat([1.0, 0.0], len(fake)).astype("float32")
    model = build(discriminator(images))
    model.compile(
        keras.optimizers.Adam(keras.optimizers.schedules.CosineDecay(1e-3, STEPS), use_ema=True, ema_momentum=0.99),
        keras.losses.BinaryCrossentropy(from_logits=True),
        jit_compile=False,
    )
    model.fit(x, y, batch_size=BATCH, verbose=0)
    model.optimizer.finalize_variable_values(model.trainable_variables)
    return {f"{index:02}": array for index, array in enumerate(model.get_weights())}


if __name__ == "__main__":
    main()
