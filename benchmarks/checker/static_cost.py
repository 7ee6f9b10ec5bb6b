"""What the static checks of one submission cost in a batch, at level class: CPU of all processes, and wall time.

Prints the median of some runs in a row, their smallest and their largest. Linux with bubblewrap.
"""

import argparse
import time

import psutil

from checker.exercises import exercises
from checker.sandbox import confinement, launchers
from tests.support.answers import check

TAKES = "a minute"
RUNS = 9


def used():
    """CPU seconds of this process and of all below it, those that have ended with them."""
    total = 0.0
    for process in [psutil.Process(), *psutil.Process().children(recursive=True)]:
        times = process.cpu_times()
        total += times.user + times.system + times.children_user + times.children_system
    return total


def main(arguments=None):
    argparse.ArgumentParser(description=__doc__).parse_args(arguments)
    launchers.confine(confinement.level("class"))
    for exercise in exercises():
        check(exercise.name, exercise.solution)  # the first begins to import Keras
        runs = []
        for _ in range(RUNS):
            cpu, wall = used(), time.perf_counter()
            check(exercise.name, exercise.solution)
            runs.append((used() - cpu, time.perf_counter() - wall))
        cpu, wall = (sorted(column) for column in zip(*runs, strict=True))
        print(
            f"{exercise.name:8} {cpu[RUNS // 2]:5.2f} s of CPU ({cpu[0]:.2f} to {cpu[-1]:.2f})"
            f"  {wall[RUNS // 2]:5.2f} s ({wall[0]:.2f} to {wall[-1]:.2f})",
            flush=True,
        )
