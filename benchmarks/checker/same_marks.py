"""Whether an answer gets the same marks by every route: the command line, pytest, and the packages for platforms.

python -m benchmarks same_marks [NAME...] [--answers N] [--minutes N]

For each exercise the solution, the skeleton, and N answers of its wheat and of its chaff each, by the checks that do
not train: `same_marks_trained` is about those that do, and about nbgrader. Each answer by each route is kept in
build/evidence/static_marks until the sources or the answers change, so that all can be done in pieces. Once nothing is
left to do for any exercise, this writes docs/evidence/same-marks.md. Linux with bubblewrap, as root: packages are tried
in likenesses of their platforms.
"""

import argparse
import functools
import json
import subprocess
import sys
import tempfile
import xml.etree.ElementTree
from pathlib import Path

from benchmarks.common import pages
from benchmarks.common.resumed import Resumed
from checker.exercises import by_name, exercises, rubric
from checker.grading.platforms.convert import TOLD
from checker.grading.platforms.table import PLATFORMS
from tests.support.answers import ANSWERS, SEED, compose, header
from tests.support.likeness import Likeness

TAKES = "two hours"
PAGE = "same-marks.md"
PACKAGES = tuple(TOLD)
HEAD = """\
Points for the checks that do not train, of the number in the head of each table. The command line and pytest run at
level practice, and packages at level platform, in likenesses of their platforms, with the paths, the user and the
limits of these. Each answer was given the same seed everywhere. What is compared is the points of each single check.

{verdict}
"""
TABLE = """\

## {title}

| answer | {routes} |
|---|{lines}|
"""


def answers(name, count):
    """`{answer: text}`: of an exercise the solution, the skeleton, and `count` of its wheat and of its chaff each.

    A right answer whose header says `# slow: yes` is left out: its training takes minutes, and what is compared here is
    routes.
    """
    found = {"solution": compose(name, ""), "skeleton": by_name(name).skeleton.read_text("utf-8")}
    for kind in ("wheat", "chaff"):
        paths = [path for path in sorted((ANSWERS / name / kind).glob("*.py")) if not header(path, "slow")]
        step = max(len(paths) // count, 1)
        for path in paths[::step][:count]:
            found[f"{kind}-{path.stem}"] = compose(name, path.read_text("utf-8"))
    return found


def by_command_line(name, path, seed, folder, *options):
    report = folder / "report.json"
    arguments = ["--file", path, "--seed", str(seed), "--json", report, *options]
    subprocess.run([sys.executable, "-m", "checker", name, *arguments], capture_output=True, check=False)
    tests = json.loads(report.read_text("utf-8"))["tests"]
    return {test["number"].partition(".")[2]: float(test["score"]) for test in tests}


def by_pytest(name, path, seed, folder, *options):
    report = folder / "report.xml"
    command = [sys.executable, "-m", "pytest", "--pyargs", f"checker.checks.check_{name}", f"--junitxml={report}"]
    command += ["--file", path, "--seed", str(seed), *options]
    subprocess.run(command, cwd=folder, capture_output=True, check=False)
    points = {check.name: float(check.points) for check in rubric(by_name(name))}
    cases = xml.etree.ElementTree.parse(report).iter("testcase")
    passed = {case.get("name").removeprefix("check_"): not len(case) for case in cases}
    return {check: points[check] * passed[check] for check in points if check in passed}


def by_package(likeness, name, text, seed):
    """In the likeness of a platform; a platform's result names checks by their titles, in their order."""
    answered = likeness.hand_in({f"{name}.py": text}, WORKSHOP_SEED=str(seed))
    tests = (answered.result or {}).get("tests", [])
    scores = [float(test["points"] if "points" in test else test["score"]) for test in tests]
    checks = [check.name for check in rubric(by_name(name))]
    if len(scores) < len(checks) and scores:  # a platform that has no room for training
        checks = [check.name for check in rubric(by_name(name)) if not check.trained]
    return dict(zip(checks, scores, strict=True)) if len(scores) == len(checks) else {"": -1.0}


ROUTES = {"command line": by_command_line, "pytest": by_pytest} | dict.fromkeys(PACKAGES, by_package)


def judged(name, count, marks):
    """Judge answers without training: yields `(answer, {route: {check: points}})`, None where the time is over."""
    with tempfile.TemporaryDirectory() as folder:
        folder = Path(folder)
        folder.chmod(0o755)
        likeness = functools.cache(lambda platform: Likeness(platform, name, folder / platform))

        def judge(route, text):
            if route in PACKAGES:
                return by_package(likeness(route), name, text, SEED)
            path = folder / f"{name}.py"
            path.write_text(text, encoding="utf-8")
            return ROUTES[route](name, path, SEED, folder, "--no-train")

        for answer, text in answers(name, count).items():
            yield (
                answer,
                {route: marks.get([name, text, route], functools.partial(judge, route, text)) for route in ROUTES},
            )


def table(name, rows):
    """The part of the page about an exercise; `rows` are `(answer, its cells)`."""
    points = sum(check.points for check in rubric(by_name(name)) if not check.trained)
    routes = [PLATFORMS[route].title if route in PACKAGES else route for route in ROUTES]
    head = TABLE.format(
        title=f"{name}, of {points} points", routes=" | ".join(routes), lines="|".join(["---:"] * len(routes))
    )
    return head + "".join(f"| {answer} | {' | '.join(cells)} |\n" for answer, cells in rows)


def main(arguments=None):
    names = [exercise.name for exercise in exercises()]
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", metavar="NAME", nargs="*", default=names)
    parser.add_argument("--answers", type=int, default=6, metavar="N", help="of each kind (default: %(default)s)")
    parser.add_argument("--minutes", type=float, metavar="N", help="begin nothing more after so many")
    options = parser.parse_args(arguments)
    marks, tables, alike, differ = Resumed("static_marks", options.minutes), "", 0, 0
    for name in options.names:
        rows = []
        for answer, told in judged(name, options.answers, marks):
            known = [each for each in told.values() if each is not None]
            same = all(each == known[0] for each in known)
            alike, differ = alike + (same and len(known) == len(told)), differ + (not same)
            cells = ["-" if each is None else f"{sum(each.values()):g}" for each in told.values()]
            rows.append((answer + " (differs)" * (not same), cells))
            print(f"{name}/{answer:40} {', '.join(cells)}{'' if same else ' (differs)'}", flush=True)
        tables += table(name, rows)
    verdict = f"{alike} answers have the same points by all {len(ROUTES)} routes, and {differ} have not."
    print(verdict, f"{marks.left} runs are left to do." if marks.left else "")
    if sorted(options.names) == sorted(names) and not marks.left:
        pages.write(
            PAGE, pages.head("The same marks by every route", "same_marks") + HEAD.format(verdict=verdict) + tables
        )
    return 1 if differ else 0
