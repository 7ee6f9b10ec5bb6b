"""`python -m checker sync`."""

import argparse

from checker.materials.sync import sync
from checker.outcomes import STATUS_PASSED, STATUS_POINTS_LOST


def main(argv):
    """Make skeletons, notebooks and the glossary beside them of their sources, diagrams, and the README's table."""
    parser = argparse.ArgumentParser("python -m checker sync", description=main.__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; fail with a diff if something is old")
    parser.add_argument("--force", action="store_true", help="overwrite also what was edited by hand")
    options = parser.parse_args(argv)
    differences = sync(options.check, options.force)
    if options.check and differences:
        print(f"{differences}\n\nThe exercises differ from what their sources make. To fix it: python -m checker sync")
        return STATUS_POINTS_LOST
    print("The exercises are up to date." if options.check or not differences else f"{differences}\n\nWritten.")
    return STATUS_PASSED
