"""A class whose submissions are judged by a stub: what batch grading itself costs, and what it does when killed.

python tests/simulated_class.py SUBMISSIONS OUT [SECONDS]     grade; each submission takes so long
"""

import hashlib
import os
import sys
import time
from pathlib import Path

SKELETON = '"""An answer of {student}."""\n\nimport keras\n\n\ndef prepare(images, labels):\n    return images / {number}, labels\n'


def hand_in(folder, count):
    """Write submissions of so many learners for `mnist`, each another one."""
    for number in range(count):
        student = f"learner-{number:04}"
        path = Path(folder, student, "mnist.py")
        path.parent.mkdir(parents=True)
        path.write_text(SKELETON.format(student=student, number=number), encoding="utf-8")


def judge(exercise, content, seed, train, trusted=False):
    """A verdict of ordinary size; its points hang on the content alone, so that one can tell whose it is."""
    from checker.grading import judging, similarity

    time.sleep(float(os.environ["STUB_SECONDS"]))
    verdict = judging.unreadable(exercise, "a stub", seed)
    for test in verdict["report"]["tests"]:
        test["output"] = "what a learner reads " * 25
    points = points_of(content)
    verdict["report"]["score"] = verdict["report"]["tests"][0]["score"] = points
    return verdict | {"fingerprints": similarity.fingerprints(content)}


def points_of(content):
    return int(hashlib.sha256(content).hexdigest(), 16) % 101


def main():
    from checker import __main__
    from checker.grading import judging

    os.environ["STUB_SECONDS"] = sys.argv[3] if len(sys.argv) > 3 else "0"  # workers inherit it
    judging.judge = judge
    return __main__.main(["grade", sys.argv[1], "--out", sys.argv[2], "--exercise", "mnist", "--jobs", "2"])


if __name__ == "__main__":
    sys.exit(main())
