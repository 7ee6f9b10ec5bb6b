"""Measures where the judge's thresholds belong: right answers, broken ones and tricks, each with its report card.

    python -m benchmarks.judge.calibrate mnist                    about an hour and a half on two cores; resumable
    python -m benchmarks.judge.calibrate mnist solution trick     names, or kinds (right, broken, short, trick)
    python -m benchmarks.judge.calibrate --write                  CARD.md from what was measured, without measuring

What is measured is kept as JSON in build/judge/calibration/, one file a run. Needs a checkout: right and wrong answers
are those of tests/.
"""

import argparse
import json
import sys
from pathlib import Path

import numpy as np

from benchmarks.judge import model_card, zoo
from checker.errors import CheckerError
from checker.exercises import by_name
from checker.failures import Failure
from checker.judge import references
from checker.judge.referees import COUNT, Judge
from checker.judge.trial import STEPS, Trial
from workshop import data

FOLDER = Path("build/judge/calibration")
MAIN = '\nif __name__ == "__main__":'
EXERCISE = by_name("dcgan")
ANSWERS = EXERCISE.solution.parents[1] / "tests" / "answers" / "dcgan"

# Right answers, and how many seeds each is trained with.
RIGHT = {
    "solution": 4, "narrow": 3, "spectral_normalization": 2, "tutorial_two_tapes": 2, "undecided_at_first": 2,
    "old_habits": 2, "nested_blocks": 2, "activations_as_layers": 2, "leaky_relu_as_maximum": 2,
    "from_a_single_place": 3, "original_initialization": 1, "upsampling": 1, "residual": 1, "deep_discriminator": 1,
}  # fmt: skip
# Broken ones that draw badly; some mistakes that other checks find hardly show in pictures. Files of its chaff, or
# what is written behind the solution.
RATES = """
def make_dcgan(seed):
    keras.utils.set_random_seed(seed)
    dcgan = DCGAN(build_generator(LATENT_DIM), build_discriminator(), LATENT_DIM, seed)
    dcgan.compile(d_optimizer=keras.optimizers.Adam({d}), g_optimizer=keras.optimizers.Adam({g}), jit_compile=True)
    return dcgan
"""
BROKEN = {
    "discriminator_frozen": None, "noise_the_same_for_a_batch": None, "pixels_to_one": None,
    "generator_never_moved": None, "g_loss_calls_fake_fake": None, "real_and_fake_exchanged": None,
    "pixels_wrap_around": None, "discriminator_ends_in_sigmoid": None,
    "rates_a_thousandth": RATES.format(d=2e-6, g=4e-6),
    "rates_a_hundred_times": RATES.format(d=0.2, g=0.4),
    "discriminator_too_slow": RATES.format(d=2e-6, g=4e-3),
}  # fmt: skip
SHORT = {"after_50_steps": 50, "after_200_steps": 200, "after_500_steps": 500}


def tricks(dataset, judge):
    """Heaps of pictures that no honest generator made: name -> function of a generator of random numbers."""
    digits = zoo.Digits(*dataset.train)
    images = digits.images

    def one_per_class(rng):
        return np.array([images[np.flatnonzero(digits.labels == label)[0]] for label in np.arange(COUNT) % 10])

    def class_means(rng):
        means = [images[digits.labels == label].mean(axis=0) for label in range(10)]
        return np.array(means)[np.arange(COUNT) % 10].astype("uint8")

    def stored(rng, number):
        return images[:number][rng.integers(0, number, COUNT)]

    def shaken(pictures, rng, strength):
        return np.clip(pictures + rng.normal(0, 255 * strength, pictures.shape), 0, 255).astype("uint8")

    def blends(rng, number):
        one, other = stored(rng, number).astype(float), stored(rng, number)
        mix = rng.uniform(0, 0.35, (COUNT, 1, 1))
        return ((1 - mix) * one + mix * other).astype("uint8")

    def moved(rng):
        shifts = rng.integers(-2, 3, (COUNT, 2))
        return np.array(
            [np.roll(image, shift, axis=(0, 1)) for image, shift in zip(digits.some(rng, COUNT), shifts, strict=True)]
        )

    def three_classes(rng):
        pool = images[np.isin(digits.labels, (1, 3, 8))]
        return pool[rng.integers(0, len(pool), COUNT)]

    return {
        "held_out_digits": lambda rng: judge.some_held_out(2),
        "training_pictures": lambda rng: digits.some(rng, COUNT),
        "training_pictures_moved": moved,
        "training_pictures_blurred": lambda rng: zoo.as_bytes(zoo.blur(digits.some(rng, COUNT))),
        "one_picture": lambda rng: np.repeat(images[:1], COUNT, axis=0),
        "one_picture_per_class": one_per_class,
        "class_means": class_means,
        "class_means_under_noise": lambda rng: shaken(class_means(rng), rng, 0.1),
        "one_class": lambda rng: images[digits.labels == 1][:COUNT],
        "three_classes": three_classes,
        "stored_100": lambda rng: stored(rng, 100),
        "stored_100_under_noise": lambda rng: shaken(stored(rng, 100), rng, 0.05),
        "stored_600": lambda rng: stored(rng, 600),
        "stored_600_blended": lambda rng: blends(rng, 600),
        "half_copied_half_linear": lambda rng: np.concatenate(
            [digits.some(rng, COUNT // 2), zoo.linear(digits, rng, COUNT // 2)]
        ),
        "uniform_noise": lambda rng: zoo.uniform_noise(digits, rng, COUNT),
        "black": lambda rng: np.zeros((COUNT, 28, 28), dtype="uint8"),
        "blurred_held_out_digits": lambda rng: zoo.as_bytes(zoo.blur(judge.some_held_out(2), 2)),
        "normal_distribution": lambda rng: zoo.linear(digits, rng, COUNT),
        "third_copied": lambda rng: np.concatenate(
            [digits.some(rng, COUNT // 3), zoo.spliced(digits, rng, COUNT - COUNT // 3)]
        )[rng.permutation(COUNT)],
        "spliced": lambda rng: zoo.spliced(digits, rng, COUNT),
        "pasted_and_moved": lambda rng: np.roll(zoo.spliced(digits, rng, COUNT), (1, 1), axis=(1, 2)),
        "strokes": lambda rng: zoo.of_strokes(digits, rng, COUNT),
        "noise_made_to_please": lambda rng: pleasing(judge, rng, zoo.uniform_noise(digits, rng, 250)),
        "grey_made_to_please": lambda rng: pleasing(judge, rng, zoo.soft_noise(digits, rng, 250)),
    }


def pleasing(judge, rng, images, steps=150):
    """Pictures changed by gradient steps until the judge's own networks take them for clear and real digits."""
    import keras
    import tensorflow as tf

    from benchmarks.judge.train import build

    classifier = build(references.CLASSIFIER, judge.reference.classifier)
    levels = [build(references.DISCRIMINATOR, weights) for weights in judge.reference.levels]
    x = tf.Variable(references.as_input(images))
    labels = np.arange(len(images)) % 10
    optimizer = keras.optimizers.Adam(0.02)
    optimizer.build([x])
    for _ in range(steps):
        with tf.GradientTape() as tape:
            cost = keras.ops.mean(
                keras.losses.sparse_categorical_crossentropy(labels, classifier(x, training=False), from_logits=True)
            )
            for level, threshold in zip(levels, judge.reference.thresholds, strict=True):
                cost += keras.ops.mean(keras.ops.softplus(float(threshold) + 1 - level(x, training=False)))
        optimizer.apply([tape.gradient(cost, x)], [x])
        x.assign(keras.ops.clip(x, 0, 1))
    made = zoo.as_bytes(x.numpy()[..., 0])
    return made[rng.integers(0, len(made), COUNT)]


def main(argv=None):
    parser = argparse.ArgumentParser("python -m benchmarks.judge.calibrate", description=__doc__.splitlines()[0])
    parser.add_argument("dataset", nargs="?", choices=["mnist", "glyphs"])
    parser.add_argument("names", nargs="*")
    parser.add_argument("--write", action="store_true", help="write CARD.md from what was measured")
    options = parser.parse_args(argv)
    if options.dataset:
        measure(options.dataset, options.names)
    if options.write or not options.names:
        model_card.write(FOLDER)
    return 0


def measure(dataset_name, names):
    """Measure all, or what is named by its name or its kind, and is not there yet."""
    dataset = data.load(dataset_name)
    if dataset.name != dataset_name:
        sys.exit(f"{dataset_name} cannot be had on this machine.")
    folder = FOLDER / dataset_name
    folder.mkdir(parents=True, exist_ok=True)

    def wanted(kind, name):
        return not names or kind in names or name in names

    judge = Judge(dataset)
    for name, make in tricks(dataset, judge).items():
        if wanted("trick", name) and not (folder / f"{name}.json").exists():
            pictures = make(np.random.default_rng(1))
            keep(folder / f"{name}.json", name, "trick", card=judge.card(pictures), pictures=pictures)
    judge.close()
    for seed in range(max(RIGHT.values())):
        for name, seeds in RIGHT.items():
            if seed < seeds and wanted("right", name):
                train(folder, dataset, name, "right", seed, STEPS)
        for name in BROKEN if seed == 0 else ():
            if wanted("broken", name):
                train(folder, dataset, name, "broken", 0, STEPS)
        for name, steps in SHORT.items() if seed == 0 else ():
            if wanted("short", name):
                train(folder, dataset, name, "short", 0, steps)


def train(folder, dataset, name, kind, seed, steps):
    """One training run, and its card."""
    from checker.learner.code import Learner

    path = folder / f"{name}-{seed}.json"
    if path.exists():
        return
    answer = folder / "answers" / name / "dcgan.py"
    answer.parent.mkdir(parents=True, exist_ok=True)
    body, _, _ = EXERCISE.solution.read_text("utf-8").partition(MAIN)
    written = ""
    if kind == "right" and name != "solution":
        written = (ANSWERS / "wheat" / f"{name}.py").read_text("utf-8")
    elif kind == "broken":
        written = BROKEN[name] or (ANSWERS / "chaff" / f"{name}.py").read_text("utf-8")
    answer.write_text(f"{body}\n\n{written}", encoding="utf-8")
    learner = Learner("dcgan", answer, seed)
    try:
        trial = Trial(learner, np.random.default_rng([11, seed]), dataset, steps)
        keep(
            path, name, kind, seed, trial.card, trial.pictures,
            untrained=trial.untrained.numbers(), training_seconds=round(trial.seconds, 1),
        )  # fmt: skip
    except (Failure, CheckerError) as error:
        keep(path, name, kind, seed, None, failure=f"{error}: {getattr(error, 'got', '')}")
    finally:
        learner.close()


def keep(path, name, kind, seed=0, card=None, pictures=None, **more):
    """Write down what a run gave, and some of its pictures to look at."""
    numbers = card.numbers() if card else None
    record = {"name": name, "kind": kind, "seed": seed, "card": numbers, **more}
    if pictures is not None:
        np.savez_compressed(path.with_suffix(".npz"), pictures=pictures[:100])
    path.write_text(json.dumps(record, indent=1), encoding="utf-8")
    shown = model_card.line(numbers) if numbers else more
    print(f"{kind:7} {name:28} {seed}  {shown}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
