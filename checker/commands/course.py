"""Make a course for nbgrader: an assignment an exercise, its configuration, and a gradebook."""

import argparse

from checker.exercises import exercises
from checker.outcomes import STATUS_PASSED


def main(argv):
    """Make the course that was typed; returns the exit status."""
    parser = argparse.ArgumentParser("python -m checker course", description=__doc__)
    parser.add_argument("folder", metavar="DIR", help="a new or empty folder")
    parser.add_argument("--database", metavar="URL", help="of the gradebook (default: SQLite in the folder)")
    parser.add_argument("--exchange", metavar="DIR", help="to fetch from and submit to (default: nbgrader's own)")
    parser.add_argument("--course-id", metavar="NAME", default="workshop", help="(default: %(default)s)")
    options = parser.parse_args(argv)
    from checker.grading.nbgrader.course import build

    build(options.folder, options.database, options.exchange, options.course_id)
    first = exercises()[0].name
    print(f"Made a course in {options.folder}.\nNext: cd {options.folder}, then: nbgrader generate_assignment {first}")
    return STATUS_PASSED
