"""The net under a rebuild: what every right and wrong answer gets today, frozen, and compared with what it gets now.

    python tests/net.py             compare; exit status 1, and each difference, if an outcome, point or word has changed
    python tests/net.py --write     freeze what it gets now in tests/net_frozen/

Outcomes, points and messages of the solutions, the skeletons, all wheat and all chaff, at one seed, through the command
line; and the model card that the judge's kept records make. A quarter of an hour on two cores.
"""

import argparse
import contextlib
import difflib
import io
import json
import multiprocessing
import re
import sys
import tempfile
from pathlib import Path

from checker.exercises import exercises, rubric
from tests.support.answers import SEED, collected, compose, header

FROZEN = Path(__file__).with_name("net_frozen")
NUMBERS = re.compile(r"(?<![\w.])-?\d[\d,]*(\.\d+)?([eE][+-]?\d+)?%?")


def cases():
    """`[(exercise, kind/name, text, train), ...]`."""
    found = []
    for exercise in exercises():
        trained = {check.name for check in rubric(exercise) if check.trained}
        found.append((exercise.name, "solution", compose(exercise.name, ""), False))
        found.append((exercise.name, "skeleton", exercise.skeleton.read_text("utf-8"), False))
        for kind in ("wheat", "chaff"):
            for owner, path in collected(kind):
                if owner == exercise.name:
                    train = kind == "chaff" and bool(trained & set(header(path, "fails")))
                    text = compose(owner, path.read_text("utf-8"))
                    found.append((owner, f"{kind}/{path.stem}", text, train))
    return found


def judge(case):
    """`[exercise, name, [line, ...]]`: a line for each check, with its message where it did not pass."""
    from checker.__main__ import main

    exercise, name, text, train = case
    with tempfile.TemporaryDirectory() as folder, contextlib.redirect_stdout(io.StringIO()):
        answer, report = Path(folder, f"{exercise}.py"), Path(folder, "results.json")
        answer.write_text(text, encoding="utf-8")
        options = ["--file", str(answer), "--seed", str(SEED), "--json", str(report)] + ["--no-train"] * (not train)
        status = main([exercise, *options])
        tests = json.loads(report.read_text("utf-8"))["tests"]
    lines = [f"status {status}"]
    for test in tests:
        told = test["output"].replace(str(answer), f"{exercise}.py")
        told = re.sub(r"\S*/" + exercise + r"\.py", f"{exercise}.py", told)
        told = re.sub(r", line \d+", ", line #", told)
        if train:  # what comes of training depends on how this machine rounds
            told = NUMBERS.sub("#", told)
        outcome = test["extra_data"]["outcome"]
        lines.append(f"{test['number']} {outcome} {test['score']}/{test['max_score']} {test['name']}")
        lines += [f"    {line}" for line in told.splitlines()]
    return exercise, name, lines


def run():
    """`{exercise: {name: [line, ...]}}` for all cases."""
    found, todo = {}, cases()
    with multiprocessing.get_context("spawn").Pool(2) as pool:
        for number, (exercise, name, lines) in enumerate(pool.imap(judge, todo), 1):
            found.setdefault(exercise, {})[name] = lines
            print(f"\r{number} of {len(todo)}", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    return found


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    found, changed = run(), 0
    for exercise, answers in found.items():
        path = FROZEN / f"{exercise}.json"
        if options.write:
            path.parent.mkdir(exist_ok=True)
            path.write_text(json.dumps(answers, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
            continue
        frozen = json.loads(path.read_text("utf-8"))
        for name in sorted(answers.keys() | frozen.keys()):
            old, new = frozen.get(name, []), answers.get(name, [])
            if old != new:
                changed += 1
                print(*difflib.unified_diff(old, new, f"{exercise} {name}, frozen", "now", lineterm="", n=1), sep="\n")
    print(f"{changed} answers have changed." if not options.write else f"Written: {FROZEN}")
    return changed > 0


if __name__ == "__main__":
    sys.exit(main())
