"""How far right and wrong answers to a classifier exercise lie from the thresholds of the checks that train.

    python -m benchmarks classifier_margins [EXERCISE] [--seeds N] [--only WORD] [--trained]

Prints, for each answer, the range over the seeds of what `checker.rubric.classifiers.training` looks at: steps until
the verdict of the check `learns`; the loss then, divided by what it must lie below; how high it was in the first steps,
and how far the weights went, relative to where they began. With `--trained`, also the accuracy after two epochs on
6,000 images (`trained` wants as much as `LEAST_ACCURACY` in the exercise's check file; what has none is no classifier
exercise).
"""

import argparse
import sys
import tempfile
from pathlib import Path

import numpy as np

from checker.exercises import by_name, exercises
from checker.failures import Failure
from checker.learner.code import Learner
from checker.rubric import data
from checker.rubric.classifiers.task import Task
from checker.rubric.classifiers.training import Training
from tests.support.answers import ANSWERS, compose

TAKES = "some minutes"
COMPILE = """
import keras
from keras.optimizers import *
from keras.optimizers.schedules import *


def compile_model(model):
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    model.compile(optimizer={}, loss=loss, metrics=["accuracy"])
"""
DENSE = """

def build_model():
    model = keras.Sequential([keras.Input({image}), keras.layers.Flatten()])
    for units in {units}:
        model.add(keras.layers.Dense(units, {activation}{more}))
        model.add(keras.layers.{then})
    model.add(keras.layers.Dense({classes}))
    return model
"""
PLAIN_CONVOLUTIONS = """

def build_model():
    model = keras.Sequential([keras.Input({image})])
    for filters, kernel_size, strides in ((16, 5, 2), (32, 4, 2), (64, 3, 1)):
        model.add(keras.layers.Conv2D(filters, kernel_size, strides=strides, activation="relu"))
    model.add(keras.layers.Flatten())
    model.add(keras.layers.Dense({classes}))
    return model
"""


def dense(units, activation="activation='relu'", then="Dropout(0.2)", more=""):
    return DENSE.format(units=units, activation=activation, then=then, more=more, image="{image}", classes="{classes}")


WIDE = dense((512, 512))
# Answers, and networks where they are not the solution's: each reaches 85 % or more of MNIST's test images after two
# epochs in batches of 128.
ANY_NETWORK = {
    "SGD at its default": "SGD()",
    "SGD(0.2, momentum)": "SGD(0.2, momentum=0.9)",
    "SGD(0.1, Nesterov)": "SGD(0.1, momentum=0.9, nesterov=True)",
    "SGD(0.1, momentum, clipped)": "SGD(0.1, momentum=0.9, clipnorm=1.0)",
    "Adam(1e-2)": "Adam(1e-2)",
    "Adam(1e-4)": "Adam(1e-4)",
    "Adam(1e-5)": "Adam(1e-5)",
    "Adam, global norm clipped": "Adam(1e-3, global_clipnorm=0.1)",
    "Adam, warmed up for 1,000 steps": "Adam(CosineDecay(0.0, 5000, warmup_target=1e-3, warmup_steps=1000))",
    "Adam, gradients of 16 steps": "Adam(3e-3, gradient_accumulation_steps=16)",
    "AdamW, averaged": "AdamW(1e-3, weight_decay=0.1, use_ema=True)",
    "RMSprop(1e-2)": "RMSprop(1e-2)",
    "Nadam": "Nadam(2e-3)",
    "Lion": "Lion(1e-4)",
    "Adamax": "Adamax(2e-3)",
    "Adagrad(0.1)": "Adagrad(0.1)",
    "Ftrl(0.1)": "Ftrl(0.1)",
    "Adadelta(1.0)": "Adadelta(1.0)",
}
NETWORKS = {
    "SGD(0.1, momentum), 512-512": COMPILE.format("SGD(0.1, momentum=0.9)") + WIDE,
    "RMSprop(1e-2), 512-512": COMPILE.format("RMSprop(1e-2)") + WIDE,
    "Adam, small weights": COMPILE.format("Adam(1e-2)") + dense((128,), more=", kernel_initializer='random_normal'"),
    "SGD(0.05), sigmoid": COMPILE.format("SGD(0.05)") + dense((64,), "activation='sigmoid'"),
    "SGD(0.5), 128": COMPILE.format("SGD(0.5)") + dense((128,)),
    "SGD(0.2, momentum), normalized": COMPILE.format("SGD(0.2, momentum=0.9)")
    + dense((256, 128), "'relu'", "BatchNormalization()"),
    "Adam, five layers": COMPILE.format("Adam()") + dense((128,) * 5),
    "SGD at its default, convolutions": COMPILE.format("SGD()") + PLAIN_CONVOLUTIONS,
    "SGD(0.1, momentum), convolutions": COMPILE.format("SGD(0.1, momentum=0.9)") + PLAIN_CONVOLUTIONS,
    "Adam(5e-3), convolutions": COMPILE.format("Adam(5e-3)") + PLAIN_CONVOLUTIONS,
    "Adam(1e-4), convolutions": COMPILE.format("Adam(1e-4)") + PLAIN_CONVOLUTIONS,
}
WRONG = {
    **{
        name: COMPILE.format(name)
        for name in (
            "Adam(1e-6)", "SGD(1e-5)", "Adadelta()", "Adam(1.0)", "RMSprop(1.0)", "SGD(10.0)", "SGD(50.0)",
            "SGD(2.0, momentum=0.9)",
        )
    },
    "Adam(1.0), 128": COMPILE.format("Adam(1.0)") + dense((128,)),
    "SGD(10.0), 128": COMPILE.format("SGD(10.0)") + dense((128,)),
    "dead": COMPILE.format("Adam()") + dense((300, 100), more=", bias_initializer=keras.initializers.Constant(-100)"),
    "begins at zero": COMPILE.format("Adam()") + dense((300, 100), more=", kernel_initializer='zeros'"),
    "frozen": COMPILE.format("Adam()").replace("    loss =", "    model.trainable = False\n    loss ="),
}  # fmt: skip


def measure(exercise, text, seed, trained):
    """Steps, loss by limit, rise, change and accuracy of an answer; a run that ended in a failure has NaN."""
    rng, facts = np.random.default_rng(seed), by_name(exercise).facts
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, f"{exercise}.py")
        for place, fact in (("{image}", facts["IMAGE"]), ("{classes}", facts["CLASSES"])):
            text = text.replace(place, str(fact))
        path.write_text(compose(exercise, text), encoding="utf-8")
        learner = Learner(exercise, path, seed)
        accuracy = float("nan")
        try:
            learner.reseed()
            training = Training(learner, Task(facts["IMAGE"], facts["CLASSES"]), rng)
            if trained:
                some = data.load_some(facts["DATASET"], 6_000, 5_000, rng)
                accuracy = training.accuracy(some, 2, facts["LEAST_ACCURACY"])
            ratio = training.after / training.before / training.limit
            return training.learned, training.steps, ratio, training.rose, training.change, accuracy
        except Failure as failure:
            print(f"  {failure.got}", file=sys.stderr)
            return False, *[float("nan")] * 5
        finally:
            learner.close()


def main(arguments=None):
    """Measure all answers and print a Markdown table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    names = [exercise.name for exercise in exercises() if "LEAST_ACCURACY" in exercise.facts]
    parser.add_argument("exercise", nargs="?", choices=names, default=names[0])
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--only", default="", help="part of an answer's name")
    parser.add_argument("--trained", action="store_true")
    options = parser.parse_args(arguments)
    name, seeds = options.exercise, range(options.seeds)
    right = {"solution": ""} | {key: COMPILE.format(value) for key, value in ANY_NETWORK.items()}
    wheat = sorted((ANSWERS / name / "wheat").glob("*.py"))
    right |= NETWORKS | {f"wheat `{path.stem}`": path.read_text("utf-8") for path in wheat}
    columns = ("answer", "right?", "passes", "steps", "loss by limit", "rose to", "weights changed", "accuracy")
    print(f"| {' | '.join(columns)} |\n{'|---' * len(columns)}|")
    for kind, answers in (("right", right), ("wrong", WRONG)):
        for answer, text in answers.items():
            if options.only not in answer:
                continue
            passed, *columns = zip(*(measure(name, text, seed, options.trained) for seed in seeds), strict=True)
            shown = [f"{min(values):.3g} to {max(values):.3g}" for values in columns]
            print(f"| {answer} | {kind} | {sum(passed)} of {len(seeds)} | {' | '.join(shown)} |", flush=True)
