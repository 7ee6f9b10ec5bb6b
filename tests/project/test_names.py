"""Which files may name an exercise: its own, and what is generated from them. All others know exercises as such.

A name is an exercise's module, as a word of its own (`check_NAME` too), or a class that its solution defines. A name
that is a data set's, too, may stand where data sets are spoken of: in `workshop/data` and its tests, as what
`data.load`, `--dataset`, `dataset=` and the like are given, in a fact `DATASET`, and in a file name `NAME.npz`.
"""

import re
import subprocess

import pytest

from checker.exercises import exercises
from tests.support.answers import classes
from workshop.data.catalogue import CATALOGUE

KINDS = (".py", ".toml", ".yaml", ".yml", ".sh", ".json", ".jinja", ".html", "Dockerfile", ".dockerignore")
OWN = (
    r"checker/checks/check_{name}\.py|solutions/{name}\.py|exercises/{name}\.(py|ipynb)|tests/answers/{name}/.*"
    r"|docs/(lessons|rubrics)/\d+-{name}\.md|docs/lessons/pictures/{name}\.py"
)
# Records of measurements, and what is kept beside them: written by programs. The net goes when the house stands.
WRITTEN = re.compile(r"benchmarks/.*results/|checker/judge/weights/|tests/net_frozen/|benchmarks/judge/.*\.json$")
OF_DATA = re.compile(r"workshop/data/|tests/workshop/")
AS_DATA = (
    r"load\(\s*['\"]{name}['\"]|dataset\w*['\"]?\]?,?\s*(=|==|!=|:|in|\()?\s*\(?f?['\"]{name}['\"]|DATASET\s*=\s*['\"]{name}['\"]"
    r"|like=['\"]{name}['\"]|\b{name}\.npz|--dataset {name}|default: {name}"
)

# What still names an exercise: to be emptied. A file that no longer does must leave the list.
STILL = {
    "Dockerfile": 2,
    "benchmarks/judge/calibrate.py": 3,
    "benchmarks/judge/model_card.py": 2,
    "benchmarks/judge/train.py": 2,
    "benchmarks/solutions/networks.py": 1,
    "benchmarks/solutions/peers/keras_gan.py": 3,
    "benchmarks/solutions/peers/seed_dcgan.py": 1,
    "benchmarks/solutions/peers/tensorflow_tutorial.py": 1,
    "checker/commands/check.py": 1,
    "checker/exercises.py": 1,
    "compose.yaml": 1,
    "docs/lessons/pictures/make.py": 1,
    "pyproject.toml": 1,
    "start.py": 1,
    "tests/grading/test_assignment.py": 1,
    "tests/grading/test_batch.py": 1,
    "tests/grading/test_browser.py": 12,
    "tests/grading/test_cell.py": 15,
    "tests/grading/test_class_page.py": 9,
    "tests/grading/test_cluster.py": 4,
    "tests/grading/test_command.py": 27,
    "tests/grading/test_grades.py": 12,
    "tests/grading/test_nbgrader.py": 83,
    "tests/grading/test_records.py": 26,
    "tests/grading/test_similarity.py": 5,
    "tests/grading/test_submissions.py": 87,
    "tests/support/records.py": 4,
    "tests/support/simulated_class.py": 4,
}


def violations(root):
    """`{file: how often it names an exercise of another's}`."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=root, capture_output=True, check=True).stdout.decode()
    found = {}
    for exercise in exercises():
        words = [rf"(?:check_)?{re.escape(exercise.name)}", *map(re.escape, classes(exercise.name))]
        pattern = re.compile(rf"(?<![A-Za-z0-9_])(?:{'|'.join(words)})(?![A-Za-z0-9_])")
        is_data = exercise.name in CATALOGUE
        as_data = re.compile(AS_DATA.format(name=re.escape(exercise.name)))
        for file in filter(None, listed.split("\0")):
            if not file.endswith(KINDS) or WRITTEN.match(file) or not (root / file).is_file():
                continue
            if re.fullmatch(OWN.format(name=exercise.name), file) or (is_data and OF_DATA.match(file)):
                continue
            text = (root / file).read_text(encoding="utf-8")
            if is_data:
                text = as_data.sub("", text)
            count = len(pattern.findall(text))
            if count:
                found[file] = found.get(file, 0) + count
    return found


@pytest.fixture(scope="module")
def found(root):
    return violations(root)


def test_no_other_file_names_an_exercise(found):
    assert {file: count for file, count in found.items() if count > STILL.get(file, 0)} == {}


def test_what_still_does_becomes_less_and_the_list_with_it(found):
    assert {file: count for file, count in STILL.items() if found.get(file, 0) < count} == {}
