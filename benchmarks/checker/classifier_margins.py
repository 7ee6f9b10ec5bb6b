"""How far right and wrong answers to the classifier exercises lie from the thresholds of the checks that train.

    python benchmarks/classifier_margins.py [--seeds N]

Prints, for each answer: the loss on one small batch after training on it, divided by the loss before (the check
`learns` wants less than 0.9), and the accuracy after two epochs on 6,000 MNIST pictures (`trained` wants 0.40 or more).
"""

import argparse
import sys
import tempfile
from pathlib import Path

import numpy as np

from checker.failures import Failure
from checker.learner.code import Learner
from checker.rubric import data
from checker.rubric.classifiers.training import Training

ROOT = Path(__file__).resolve().parents[1]
sys.path.append(str(ROOT))

from tests.support.answers import ANSWERS, compose

COMPILE = """
import keras


def compile_model(model):
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    model.compile(optimizer=keras.optimizers.{}, loss=loss, metrics=["accuracy"])
"""
RIGHT = {"solution": "", "SGD at its default": COMPILE.format("SGD()"), "Adam(1e-4)": COMPILE.format("Adam(1e-4)")}
WRONG = {name: COMPILE.format(name) for name in ("Adam(1e-6)", "SGD(1e-5)", "Adam(1.0)", "SGD(50.0)")}


def measure(text, seed):
    """`(loss ratio, accuracy)` of an answer; a run that ended in a failure has NaN."""
    rng = np.random.default_rng(seed)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "mnist.py")
        path.write_text(compose("mnist", text), encoding="utf-8")
        learner = Learner("mnist", path, seed)
        try:
            training = Training(learner, rng)
            accuracy = training.accuracy(data.load_some(6_000, 5_000, rng), epochs=2)
            return training.after / training.before, accuracy
        except Failure as failure:
            print(f"  {failure.got}", file=sys.stderr)
            return float("nan"), float("nan")
        finally:
            learner.close()


def main():
    """Measure all answers and print a Markdown table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seeds", type=int, default=3)
    seeds = range(parser.parse_args().seeds)
    wheat = {
        f"wheat `{path.stem}`": path.read_text("utf-8") for path in sorted((ANSWERS / "mnist" / "wheat").glob("*.py"))
    }
    print("| answer | right? | loss after / before | accuracy |\n|---|---|---|---|")
    for kind, answers in (("right", RIGHT | wheat), ("wrong", WRONG)):
        for name, text in answers.items():
            ratios, accuracies = zip(*(measure(text, seed) for seed in seeds), strict=True)
            shown = [f"{min(values):.3f} to {max(values):.3f}" for values in (ratios, accuracies)]
            print(f"| {name} | {kind} | {shown[0]} | {shown[1]} |", flush=True)


if __name__ == "__main__":
    main()
