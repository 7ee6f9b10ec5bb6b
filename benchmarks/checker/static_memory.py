"""What the checks without training hold in all: the checker, its workers, and where they are forked from.

python -m benchmarks static_memory [NAME...]

Runs the reference solutions as a package does (level class, --memory) and prints, for each exercise, the most that was
held, shared pages counted once, and the CPU seconds of all processes. Linux with bubblewrap.
"""

import argparse
import subprocess
import sys
import time
from contextlib import suppress

import psutil

from checker.exercises import by_name, exercises
from tests.support.room import held, tree

TAKES = "a quarter of a minute an exercise"
LOOK_SECONDS = 0.05
MEMORY_GB = "1.2"  # as PrairieLearn's package


def most_held(exercise):
    """`(megabytes, CPU seconds, whether all passed)` of one run."""
    command = [sys.executable, "-P", "-m", "checker", exercise.name, "--file", str(exercise.solution), "--no-train"]
    process = subprocess.Popen([*command, "--confine", "class", "--memory", MEMORY_GB], stdout=subprocess.DEVNULL)
    most, seconds = 0, {}
    while process.poll() is None:
        most = max(most, held(process.pid))
        for pid in tree(process.pid):
            with suppress(psutil.Error):
                times = psutil.Process(pid).cpu_times()  # of workers that are ended, nobody else hears
                seconds[pid] = times.user + times.system
        time.sleep(LOOK_SECONDS)
    return most / 1e6, sum(seconds.values()), process.returncode == 0


def main(arguments=None):
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", metavar="NAME", nargs="*", default=[exercise.name for exercise in exercises()])
    for name in parser.parse_args(arguments).names:
        most, cpu, passed = most_held(by_name(name))
        told = f"{name:8} {most:5.0f} MB  {cpu:5.1f} s of CPU"
        print(told, "" if passed else "not all passed", flush=True)
