"""A class whose submissions are judged by a stub: what batch grading itself costs, and what it does when killed.

python tests/support/simulated_class.py SUBMISSIONS OUT [SECONDS]     grade; each submission takes so long
"""

import hashlib
import os
import sys
import time
from dataclasses import replace
from pathlib import Path

from checker.exercises import exercises

EXERCISE = exercises()[0].name  # that they hand in; any other would do
SKELETON = '"""An answer of {student}."""\n\nimport keras\n\n\ndef answer(images, labels):\n    return images / {number}, labels\n'


def hand_in(folder, count):
    """Write submissions of so many learners for `EXERCISE`, each another one."""
    for number in range(count):
        student = f"learner-{number:04}"
        path = Path(folder, student, f"{EXERCISE}.py")
        path.parent.mkdir(parents=True)
        path.write_text(SKELETON.format(student=student, number=number), encoding="utf-8")


def judge(exercise, content, seed, train, trusted=False):
    """A verdict of ordinary size; its points hang on the content alone, so that one can tell whose it is."""
    from checker.grading import judging, similarity
    from checker.outcomes import PASS

    time.sleep(float(os.environ["STUB_SECONDS"]))
    verdict = judging.unreadable(exercise, "a stub", seed)
    first, *others = [replace(test, output="what a learner reads " * 25) for test in verdict.report.tests]
    first = replace(first, points=points_of(content), outcome=PASS)
    report = replace(verdict.report, tests=[first, *others])
    return replace(verdict, report=report, fingerprints=similarity.fingerprints(content))


def points_of(content):
    return int(hashlib.sha256(content).hexdigest(), 16) % 101


def all_there(folder, count):
    """Assert that each of so many learners has the marks of its own file, in `folder/out`, and nothing is half-written."""
    from tests.support.records import rows

    found = rows(folder / "out" / "grades.csv")
    assert len(found) == len({row["student"] for row in found}) == count
    for row in found:
        content = (folder / "submitted" / row["student"] / f"{EXERCISE}.py").read_bytes()
        assert int(row["score"]) == points_of(content)
    assert not [path for path in (folder / "out").rglob("*") if path.name.startswith(".")], "half-written files"


def main():
    from checker import __main__
    from checker.grading import judging

    os.environ["STUB_SECONDS"] = sys.argv[3] if len(sys.argv) > 3 else "0"  # workers inherit it
    judging.judge = judge
    return __main__.main(["grade", sys.argv[1], "--out", sys.argv[2], "--exercise", EXERCISE, "--jobs", "2"])


if __name__ == "__main__":
    sys.exit(main())
