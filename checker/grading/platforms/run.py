"""What runs on a platform: finds the answer, has `python -m checker` judge it, and tells the platform.

python -P -m checker.grading.platforms.run PLATFORM EXERCISE [--no-train] [--seed N]

The score is that of the command line, for it is the command line that runs. The exit status is 0 where the platform was
told, whatever the mark; else 1.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from checker.exercises import by_name
from checker.files import MOST_SOURCE, read_source, write_whole
from checker.grading.answers import Rules, foreign
from checker.grading.platforms import convert
from checker.grading.platforms.table import PLATFORMS
from checker.outcomes import STATUS_PASSED, STATUS_POINTS_LOST
from checker.sandbox import confinement, machine

BROKE = "The autograder could not judge this file; that is not your answer's fault, and it is not scored."
SEED = "WORKSHOP_SEED"  # an environment variable; without it a seed is drawn for each run
MOST_FOUND = 10_000  # entries of a submission that are looked at
OWN_GB = 0.35  # of memory that the checker itself holds, and the process that starts workers


def main(argv=None):
    """Judge what was handed in; returns the exit status."""
    parser = argparse.ArgumentParser(
        "python -P -m checker.grading.platforms.run", description=__doc__.partition("\n")[0]
    )
    parser.add_argument("platform", choices=convert.TOLD)
    parser.add_argument("exercise")
    parser.add_argument("--no-train", action="store_true")
    parser.add_argument("--seed", type=int, default=os.environ.get(SEED), help=f"(default: {SEED} of the environment)")
    parser.add_argument(
        "--memory", type=float, metavar="GB", help="the most that a worker may hold (default: the table's)"
    )
    options = parser.parse_args(argv)
    platform, exercise = PLATFORMS[options.platform], by_name(options.exercise)
    os.environ[confinement.ON_PLATFORM] = platform.name
    told = convert.TOLD[platform.name]
    for path in filter(None, (platform.results, platform.page)):
        Path(path).unlink(missing_ok=True)  # one that a learner has handed in
    content, problem = read_answer(platform.submission, exercise)
    if problem:
        print(problem)
        return _tell(platform, told.refused(problem))
    report, problem = judge(platform, exercise, content, options)
    if report is None:
        print(problem)
        return _tell(platform, told.broke(f"{BROKE}\n{problem}"), 1)
    if platform.page:
        write_whole(platform.page, told.page(report))
    return _tell(platform, told.graded(report))


def _tell(platform, result, status=0):
    if result is None:
        return 1
    path = Path(platform.results)
    path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(path, json.dumps(result, indent=2, ensure_ascii=False) + "\n")
    return status


def read_answer(folder, exercise):
    """The bytes of the answer in what was handed in, and why there are none: `(content, problem)`."""
    file, rules, found, packages = f"{exercise.name}.py", Rules([exercise.name]), [], set()
    seen = 0
    for above, folders, names in os.walk(folder):
        folders[:] = sorted(each for each in folders if not each.startswith((".", "__")))
        parts = Path(above).relative_to(folder).parts
        packages |= {(*parts, name) for name in names if name in ("__init__.py", "pyvenv.cfg")}
        found += [(*parts, name) for name in names if rules.match(name)]
        seen += len(names) + len(folders)
        if seen > MOST_FOUND:
            return b"", f"There are more than {MOST_FOUND:,} files. Hand in {file} alone."
    found = [each for each in found if not foreign(each, packages)]
    exact = [each for each in found if each[-1] == file] or found
    nearest = [each for each in exact if len(each) == min(map(len, exact))]
    if not nearest:
        return b"", f"There is no {file} in what was handed in. Hand in {file}."
    if len(nearest) > 1:
        return b"", f"There are several files that may be {file}. Hand in one, called {file}."
    path = Path(folder, *nearest[0])
    content, failure = read_source(path, follow=False)
    if failure:
        return (
            b"",
            f"{file} cannot be read: expected an ordinary file of at most {MOST_SOURCE:,} bytes, got {failure.got}.",
        )
    return content.tobytes(), ""


def most_memory(platform):
    """Gigabytes that an answer may hold: less than the platform's where its container is smaller than it should be."""
    return max(min(platform.memory_gb, machine.memory() / 1e9 - OWN_GB), OWN_GB)


def judge(platform, exercise, content, options):
    """Have the command line judge an answer: `(report, problem)`, of which one is None or ""."""
    if confinement.why_no_platform() and confinement.why_no_class():
        return None, f"The answer cannot be confined here: {confinement.why_no_platform()}"
    # A folder of its own: nothing else that was handed in lies beside the file, or is where the checker runs.
    with tempfile.TemporaryDirectory(prefix="answer-") as folder:
        file, report = Path(folder, f"{exercise.name}.py"), Path(folder, "report.json")
        file.write_bytes(content)
        level = confinement.PLATFORM if confinement.why_no_class() else "class"
        command = [sys.executable, "-P", "-m", "checker", exercise.name, "--file", file.name, "--json", report.name]
        command += ["--confine", level, "--memory", f"{options.memory or most_memory(platform):.3g}"]
        command += ["--no-train"] if options.no_train else []
        command += ["--seed", str(options.seed)] if options.seed is not None else []
        print(f"{exercise.name} is run at level {level} of docs/guides/trust.md.", flush=True)
        try:
            done = subprocess.run(command, cwd=folder, timeout=platform.seconds, check=False)
        except subprocess.TimeoutExpired:
            return None, f"It was not done after {platform.seconds} s, which is all that {platform.title} gives."
        found = json.loads(report.read_text("utf-8")) if report.is_file() else {}
    if done.returncode not in (STATUS_PASSED, STATUS_POINTS_LOST) or "score" not in found:
        return None, "\n".join(filter(None, [f"The checker's exit status is {done.returncode}.", found.get("output")]))
    return found, ""


if __name__ == "__main__":
    sys.exit(main())
