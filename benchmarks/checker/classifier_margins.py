"""How far right and wrong answers to a classifier exercise lie from the thresholds of the checks that train.

    python -m benchmarks classifier_margins [EXERCISE] [--seeds N]

Prints, for each answer: the loss on one small batch after training on it, divided by the loss before (the check
`learns` wants less than 0.9), and the accuracy after two epochs on 6,000 MNIST images (`trained` wants as much as
`LEAST_ACCURACY` in the exercise's check file; what has none is no classifier exercise).
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


def compile_model(model):
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    model.compile(optimizer=keras.optimizers.{}, loss=loss, metrics=["accuracy"])
"""
RIGHT = {"solution": "", "SGD at its default": COMPILE.format("SGD()"), "Adam(1e-4)": COMPILE.format("Adam(1e-4)")}
WRONG = {name: COMPILE.format(name) for name in ("Adam(1e-6)", "SGD(1e-5)", "Adam(1.0)", "SGD(50.0)")}


def measure(exercise, text, seed):
    """`(loss ratio, accuracy)` of an answer; a run that ended in a failure has NaN."""
    rng, facts = np.random.default_rng(seed), by_name(exercise).facts
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, f"{exercise}.py")
        path.write_text(compose(exercise, text), encoding="utf-8")
        learner = Learner(exercise, path, seed)
        try:
            training = Training(learner, Task(facts["IMAGE"], facts["CLASSES"]), rng)
            accuracy = training.accuracy(data.load_some(facts["DATASET"], 6_000, 5_000, rng), epochs=2)
            return training.after / training.before, accuracy
        except Failure as failure:
            print(f"  {failure.got}", file=sys.stderr)
            return float("nan"), float("nan")
        finally:
            learner.close()


def main(arguments=None):
    """Measure all answers and print a Markdown table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    names = [exercise.name for exercise in exercises() if "LEAST_ACCURACY" in exercise.facts]
    parser.add_argument("exercise", nargs="?", choices=names, default=names[0])
    parser.add_argument("--seeds", type=int, default=3)
    options = parser.parse_args(arguments)
    name, seeds = options.exercise, range(options.seeds)
    wheat = {
        f"wheat `{path.stem}`": path.read_text("utf-8") for path in sorted((ANSWERS / name / "wheat").glob("*.py"))
    }
    print("| answer | right? | loss after / before | accuracy |\n|---|---|---|---|")
    for kind, answers in (("right", RIGHT | wheat), ("wrong", WRONG)):
        for answer, text in answers.items():
            ratios, accuracies = zip(*(measure(name, text, seed) for seed in seeds), strict=True)
            shown = [f"{min(values):.3f} to {max(values):.3f}" for values in (ratios, accuracies)]
            print(f"| {answer} | {kind} | {shown[0]} | {shown[1]} |", flush=True)
