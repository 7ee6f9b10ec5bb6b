"""What the checks without training hold in all: the checker, its workers, and where they are forked from.

python -m benchmarks static_memory [NAME...]

Runs the reference solutions as a package does (level class, --memory) and prints, for each exercise, the most that was
held in all, shared pages counted once; what the largest process held, which is a worker; and the CPU seconds of all
processes. Linux with bubblewrap.
"""

import argparse
import subprocess
import sys
import time

import psutil

from checker.exercises import by_name, exercises
from checker.sandbox.family import memory_of
from tests.support.room import held, tree

TAKES = "a quarter of a minute an exercise"
LOOK_SECONDS = 0.05
MEMORY_GB = "1.2"  # as PrairieLearn's package


def most_held(exercise):
    """`(megabytes in all, of the largest process, CPU seconds, whether all passed)` of one run."""
    command = [sys.executable, "-P", "-m", "checker", exercise.name, "--file", str(exercise.solution), "--no-train"]
    before = psutil.Process().cpu_times()
    process = subprocess.Popen([*command, "--confine", "class", "--memory", MEMORY_GB], stdout=subprocess.DEVNULL)
    most = largest = 0
    while process.poll() is None:
        most, largest = max(most, held(process.pid)), max(largest, *map(memory_of, tree(process.pid)))
        time.sleep(LOOK_SECONDS)
    after = psutil.Process().cpu_times()
    cpu = after.children_user + after.children_system - before.children_user - before.children_system
    return most / 1e6, largest / 1e6, cpu, process.returncode == 0


def main(arguments=None):
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", metavar="NAME", nargs="*", default=[exercise.name for exercise in exercises()])
    for name in parser.parse_args(arguments).names:
        most, largest, cpu, passed = most_held(by_name(name))
        told = f"{name:8} {most:5.0f} MB in all  {largest:5.0f} MB the largest process  {cpu:5.1f} s of CPU"
        print(told, "" if passed else "not all passed", flush=True)
