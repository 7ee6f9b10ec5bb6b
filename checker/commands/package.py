"""Make what a platform takes on which you grade: Gradescope, PrairieLearn, Classroom 50 or CodeGrade."""

import argparse

from checker.exercises import by_name, exercises
from checker.outcomes import STATUS_PASSED
from checker.text import shown_path


def main(argv):
    """Write the packages that were typed; returns the exit status."""
    from checker.grading.platforms.package import trains, write
    from checker.grading.platforms.table import PLATFORMS

    parser = argparse.ArgumentParser("python -m checker package", description=__doc__)
    parser.add_argument("platform", choices=PLATFORMS, metavar="PLATFORM", help=f"one of {', '.join(PLATFORMS)}")
    parser.add_argument("folder", metavar="DIR", help="where the packages go")
    parser.add_argument(
        "--exercise", action="append", default=[], metavar="NAME", help="may be given again (default: all)"
    )
    parser.add_argument("--no-train", action="store_true", help="leave out the checks that train")
    options = parser.parse_args(argv)
    platform = PLATFORMS[options.platform]
    wanted = not options.no_train
    for exercise in [by_name(name) for name in dict.fromkeys(options.exercise)] or exercises():
        place = write(platform, exercise, options.folder, train=wanted)
        left_out = wanted and not trains(platform, exercise)
        note = f" (without the checks that train, which take more than {platform.title} has)" if left_out else ""
        print(f"{exercise.name}: {shown_path(place)}{note}")
    print("\n".join(platform.needs))
    print("How to go on: docs/guides/platforms.md")
    return STATUS_PASSED
