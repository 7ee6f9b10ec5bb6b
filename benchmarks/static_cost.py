"""What the static checks of one submission cost in a batch, at level class: CPU of all processes, and wall time.

python benchmarks/static_cost.py     half a minute; Linux with bubblewrap
"""

import sys
import time
from pathlib import Path

import psutil

ROOT = Path(__file__).resolve().parents[1]
sys.path.append(str(ROOT / "tests"))

from answers import check  # noqa: E402

from checker import confinement, sandbox  # noqa: E402
from checker.exercises import exercises  # noqa: E402

RUNS = 5


def used():
    """CPU seconds of this process and of all below it, those that have ended with them."""
    total = 0.0
    for process in [psutil.Process(), *psutil.Process().children(recursive=True)]:
        times = process.cpu_times()
        total += times.user + times.system + times.children_user + times.children_system
    return total


def main():
    sandbox.confine(confinement.level("class"))
    for exercise in exercises():
        check(exercise.name, exercise.solution)  # the first begins to import Keras
        cpu, wall = used(), time.perf_counter()
        for _ in range(RUNS):
            check(exercise.name, exercise.solution)
        cpu, wall = (used() - cpu) / RUNS, (time.perf_counter() - wall) / RUNS
        print(f"{exercise.name:8} {cpu:5.2f} s of CPU  {wall:5.2f} s", flush=True)


if __name__ == "__main__":
    main()
