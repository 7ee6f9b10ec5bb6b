"""Measures where the judge's thresholds belong: right answers, broken ones and tricks, each with its report card.

    python -m benchmarks.judge.calibrate mnist                    about an hour and a half on two cores; resumable
    python -m benchmarks.judge.calibrate mnist solution trick     names, or kinds (right, broken, short, trick)
    python -m benchmarks.judge.calibrate mnist --exercise NAME    one exercise; else all whose check file states a TRIAL
    python -m benchmarks.judge.calibrate mnist --drawn FOLDER     what `train_by_jax` trained elsewhere is judged here
    python -m benchmarks.judge.calibrate --write                  the page from what was measured, without measuring

What is measured is kept in benchmarks/judge/records/, one JSON file a run, in git; delete a file to have it measured
anew. In a data set's folder lie those of tricks, in conditional/ those of tricks with classes that were asked for, and
in a folder of each exercise those of its trainings. Some of the images of each are in build/judge/calibration/, to look
at. Which answers are trained, and with how many seeds, stands in their own headers, `# calibrates: 3`: right ones in
tests/answers/NAME/wheat, broken ones in chaff and draws_badly. How often the solution is, and when it is stopped early,
is CALIBRATION in the exercise's check file.
"""

import argparse
import json
import sys
import tempfile
from pathlib import Path

import numpy as np

from benchmarks.judge import conditional_tricks, model_card, tricks
from checker.errors import CheckerError
from checker.exercises import exercises
from checker.failures import Failure
from checker.judge import kinds
from checker.judge.card import Drawn
from checker.judge.referees import Referees
from checker.judge.trial import Trial
from tests.support.answers import ANSWERS, compose, header
from workshop import data

TAKES = "an hour and a half"
PAGE = "judge.md"
MEASURES = ["checker/judge", "checker/judge/weights/index.json", "solutions", "workshop/data"]
RECORDS = Path(__file__).with_name("records")
IMAGES = Path("build/judge/calibration")
TRICKS = {"samples": tricks.tricks, "conditional": conditional_tricks.tricks}  # by the kind of judgement they are for
KINDS = {"wheat": "right", "chaff": "broken", "draws_badly": "broken"}


def main(argv=None):
    parser = argparse.ArgumentParser("python -m benchmarks.judge.calibrate", description=__doc__.splitlines()[0])
    parser.add_argument("dataset", nargs="?", choices=kinds.judged("samples"))
    parser.add_argument("names", nargs="*")
    parser.add_argument("--exercise", choices=[exercise.name for exercise in on_trial()])
    parser.add_argument("--drawn", type=Path, help="a folder of what `benchmarks.judge.train_by_jax` left")
    parser.add_argument("--write", action="store_true", help="write the page from what was measured")
    options = parser.parse_args(argv)
    if options.dataset:
        chosen = [exercise for exercise in on_trial() if options.exercise in (None, exercise.name)]
        if options.drawn and len(chosen) > 1:
            parser.error("--drawn is of one exercise: name it by --exercise.")
        if options.drawn:
            judge(options.dataset, *chosen, options.drawn)
        else:
            measure(options.dataset, chosen, options.names)
    if options.write or not options.names:
        model_card.write(RECORDS)
    return 0


def on_trial():
    """The exercises whose check file states a trial that images as such are judged by."""
    return [exercise for exercise in exercises() if "samples" in exercise.facts.get("TRIAL", {}).get("measures", ())]


def runs(exercise):
    """What is trained for an exercise: `[(kind, name, text, seed, steps), ...]`, first seeds first."""
    steps, stated = exercise.facts["TRIAL"]["steps"], exercise.facts.get("CALIBRATION", {})
    solution = compose(exercise.name, "")
    found = [("right", "solution", solution, seed, steps) for seed in range(stated.get("seeds", 1))]
    for folder, kind in KINDS.items():
        for path in sorted((ANSWERS / exercise.name / folder).glob("*.py")):
            text = compose(exercise.name, path.read_text("utf-8"))
            seeds = int((header(path, "calibrates") or ["0"])[0])
            found += [(kind, path.stem, text, seed, steps) for seed in range(seeds)]
    found += [("short", f"after_{few}_steps", solution, 0, few) for few in stated.get("stopped", ())]
    return sorted(found, key=lambda run: run[3])


def measure(name, chosen, names):
    """Measure all, or what is named by its name or its kind, and is not there yet."""
    dataset = data.load(name)
    if dataset.name != name:
        sys.exit(f"{name} cannot be had on this machine.")

    def wanted(kind, run):
        return not names or kind in names or run in names

    referees = Referees(dataset)
    for kind in sorted({kind for exercise in chosen for kind in exercise.facts["TRIAL"]["measures"]}):
        for trick, make in TRICKS[kind](dataset, referees).items():
            path = model_card.of_tricks(RECORDS / name, kind) / f"{trick}.json"
            if wanted("trick", trick) and not path.exists():
                drawn = make(np.random.default_rng(1))
                keep(path, {"name": trick, "kind": "trick", "seed": 0, "card": kinds.judge(drawn, referees)}, drawn)
    referees.close()
    for exercise in chosen:
        for kind, run, text, seed, steps in runs(exercise):
            path = RECORDS / name / exercise.name / f"{run}-{seed}.json"
            if wanted(kind, run) and not path.exists():
                record = {"exercise": exercise.name, "name": run, "kind": kind, "seed": seed}
                train(path, record, exercise, text, dataset, steps)


def judge(name, exercise, folder):
    """Judge images that were drawn elsewhere: `NAME-SEED.npz` as `benchmarks.judge.train_by_jax` writes them."""
    dataset = data.load(name)
    referees = Referees(dataset)
    for drawn in sorted(folder.glob("*.npz")):
        path = RECORDS / name / exercise.name / f"{drawn.stem}.json"
        if not path.exists():
            run, _, seed = drawn.stem.rpartition("-")
            kind = "short" if run.startswith("after_") else "right"
            record = {"exercise": exercise.name, "name": run, "kind": kind, "seed": int(seed), "trained_by": "jax"}
            with np.load(drawn) as arrays:
                found = Drawn(arrays["images"], (arrays["asked"],) if "asked" in arrays else ())
            keep(path, record | {"card": kinds.judge(found, referees)}, found)
    referees.close()


def train(path, record, exercise, text, dataset, steps):
    """One training run, and its card."""
    from checker.learner.code import Learner

    with tempfile.TemporaryDirectory() as folder:
        answer = Path(folder, f"{exercise.name}.py")
        answer.write_text(text, encoding="utf-8")
        learner = Learner(exercise.name, answer, record["seed"])
        try:
            rng = np.random.default_rng([11, record["seed"]])
            trial = Trial(learner, rng, dataset, exercise.facts["TRIAL"] | {"steps": steps})
            record |= {"card": trial.card, "untrained": trial.untrained, "training_seconds": round(trial.seconds, 1)}
            keep(path, record, trial.drawn)
        except (Failure, CheckerError) as error:
            keep(path, record | {"card": None, "failure": f"{error}: {getattr(error, 'got', '')}"})
        finally:
            learner.close()


def keep(path, record, drawn=None):
    """Write down what a run gave, and some of its images to look at."""
    path.parent.mkdir(parents=True, exist_ok=True)
    record["measures"] = model_card.measures_digest(record["card"])
    if "exercise" in record:
        record["code"] = model_card.code_digest(record["exercise"], record["name"])
    path.write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")
    if drawn is not None:
        images = (IMAGES / path.relative_to(RECORDS)).with_suffix(".npz")
        images.parent.mkdir(parents=True, exist_ok=True)
        np.savez_compressed(images, images=drawn.images[:100])
    shown = model_card.line(record["card"]) if record["card"] else record["failure"]
    print(f"{record['kind']:7} {record['name']:28} {record['seed']}  {shown}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
