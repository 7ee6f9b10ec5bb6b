"""Puts malformed replies before the checks: replies of a worker that are changed by chance, in bytes, form and values.

Prints what came of it in a line for each exercise. The exit status is 1 if a check broke.
"""

import argparse

from checker.exercises import by_name, exercises
from tests.support.fuzzing import fuzz, record

TAKES = "a quarter of an hour"


def main(arguments=None):
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--replies", type=int, default=10_000, metavar="N", help="how many in all (default: 10000)")
    parser.add_argument("--seed", type=int, default=0, metavar="N", help="of the changes (default: 0)")
    parser.add_argument("--exercise", metavar="NAME", help="this one only")
    options = parser.parse_args(arguments)
    broken, every = False, [by_name(options.exercise)] if options.exercise else exercises()
    for exercise in every:
        found = fuzz(exercise, record(exercise), options.seed, -(-options.replies // len(every)))
        for error in sorted(set(found.errors)):
            print(f"  seed {error}")
        told = ", ".join(f"{count:,} {outcome}" for outcome, count in sorted(found.outcomes.items()))
        print(
            f"{exercise.name}: {found.malformed:,} malformed replies in {found.runs:,} runs, the longest of"
            f" {found.longest:.1f} s; outcomes: {told}",
            flush=True,
        )
        broken |= bool(found.errors)
    return int(broken)
