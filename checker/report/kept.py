"""What is kept of a learner's own runs, in a folder beside the answers: how each check went last, and hints taken.

It is for the learner alone: nobody's grade hangs on it, and where it cannot be written, nothing is lost but it.
"""

import contextlib
import hashlib
import json
from dataclasses import asdict, dataclass, field
from pathlib import Path

from checker.files import write_whole
from checker.outcomes import OUTCOMES, PASS
from checker.report.reading import Malformed, Reader

FOLDER = ".workshop"


@dataclass
class Kept:
    """What is known of one exercise.

    Attributes:
        outcomes: `{check: outcome}`, as it was last run.
        files: `{check: sha256}`, of the file that it was run on.
        hints: `{function: number}` of hints that were taken.
    """

    outcomes: dict = field(default_factory=dict)
    files: dict = field(default_factory=dict)
    hints: dict = field(default_factory=dict)

    def passed(self, check):
        return self.outcomes.get(check) == PASS


def read(path):
    """What is kept of the learner's file at this path: a `Kept`, an empty one where nothing can be read."""
    try:
        content = Reader(json.loads(_place(path).read_text("utf-8")), "kept")
        found = Kept(
            content.inside("outcomes").items(str),
            content.inside("files").items(str),
            content.inside("hints").items(int),
        )
    except (OSError, ValueError, Malformed):
        return Kept()
    found.outcomes = {check: outcome for check, outcome in found.outcomes.items() if outcome in OUTCOMES}
    return found


def write(path, kept):
    """Keep it; where the folder cannot be written, do nothing."""
    with contextlib.suppress(OSError):
        _place(path).parent.mkdir(exist_ok=True)
        write_whole(_place(path), json.dumps(asdict(kept), indent=2) + "\n")


def keep_report(report, paths):
    """Keep how each check of a run went.

    Args:
        report: a `checker.report.record.Report`; what it left out stays as it was.
        paths: `{exercise: path}` of the learner's files.
    """
    for exercise, path in paths.items():
        kept = read(path)
        for test in report.tests:
            if test.exercise == exercise:
                kept.outcomes[test.check] = test.outcome
                kept.files[test.check] = report.files[exercise].sha256
        write(path, kept)


def take_hint(path, function, most):
    """Count one hint more for a function; returns its number, from 1 to `most`: the last one is given again."""
    kept = read(path)
    kept.hints[function] = min(kept.hints.get(function, 0) + 1, most)
    write(path, kept)
    return kept.hints[function]


def digest(path):
    """The SHA-256 of a file, in hexadecimal digits."""
    return hashlib.sha256(Path(path).read_bytes()).hexdigest()


def _place(path):
    path = Path(path)
    return path.parent / FOLDER / f"{path.stem}.json"
