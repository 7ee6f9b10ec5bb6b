"""The learners' reports as a zip file that Moodle takes back: *Upload multiple feedback files in a zip*."""

import os
import zipfile
from pathlib import Path

from checker.grading import handouts
from checker.text import encodable

NAME = "moodle-feedback.zip"


def write(found, kept, folder):
    """Write the zip file, with a folder for each learner that is called as the one of the download.

    Moodle looks for a number of a participant between the first two "_", and for its own words behind it.

    Args:
        found: the submissions; those of other platforms are left out.
        kept: `checker.grading.records.Records`, beside which the reports lie.
        folder: where to.

    Returns:
        `(path, count)`: None for the path where there is no report of a learner of Moodle's.
    """
    path, count = Path(folder, NAME), 0
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with zipfile.ZipFile(beside, "w", zipfile.ZIP_DEFLATED) as archive:
            for each in found:
                report = handouts.place(kept, each.student, each.exercise)
                if each.platform != "moodle" or not report.is_file():
                    continue
                who = each.student.removesuffix(f"_{each.number}").replace("_", " ")
                name = f"{who}_{each.number}_assignsubmission_file_/{each.exercise}.html"
                archive.writestr(encodable(name), report.read_bytes())
                count += 1
        if count:
            os.replace(beside, path)
    finally:
        beside.unlink(missing_ok=True)
    return (path if count else None), count
