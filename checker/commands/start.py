"""`python -m checker start`."""

import argparse

from checker.exercises import exercises
from checker.materials.start import start
from checker.outcomes import STATUS_PASSED


def main(argv):
    """Copy skeletons and notebooks to a folder of your own; nothing is ever overwritten."""
    parser = argparse.ArgumentParser("python -m checker start", description=main.__doc__)
    parser.add_argument("folder", metavar="DIR")
    folder = parser.parse_args(argv).folder
    copied, left = start(folder)
    print(f"Copied to {folder}: {', '.join(copied) or 'nothing'}.")
    if left:
        print(f"Left as they were: {', '.join(left)}.")
    print(f"Next: cd {folder}, open {exercises()[0].skeleton.name}, and check it with: python -m checker")
    return STATUS_PASSED
