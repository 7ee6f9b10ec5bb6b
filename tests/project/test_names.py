"""Which files may name an exercise: its own, and what is generated from them. All others know exercises as such.

A name is an exercise's module, as a word of its own (`check_NAME` too), or a class that its solution defines. A name
that is a data set's, too, may stand where data sets are spoken of: in `workshop/data` and its tests, as what
`data.load`, `--dataset`, `dataset=` and the like are given, in a fact `DATASET`, and in a file name `NAME.npz`.
"""

import re
import subprocess

from checker.exercises import exercises
from tests.support.answers import classes
from workshop.data.catalogue import CATALOGUE

KINDS = (".py", ".toml", ".yaml", ".yml", ".sh", ".json", ".jinja", ".html", "Dockerfile", ".dockerignore")
OWN = (
    r"checker/checks/check_{name}\.py|solutions/{name}\.py|exercises/{name}\.(py|ipynb)|tests/answers/{name}/.*"
    r"|docs/(lessons|rubrics)/\d+-{name}\.md|docs/lessons/pictures/{name}\.py"
)
# Records of measurements, and what is kept beside them: written by programs.
WRITTEN = re.compile(r"benchmarks/.*results/|checker/judge/weights/|benchmarks/judge/.*\.json$")
OF_DATA = re.compile(r"workshop/data/|tests/workshop/|benchmarks/judge/")  # the judge is made for data sets
AS_DATA = (
    r"load\(\s*['\"]{name}['\"]|dataset\w*['\"]?\]?,?\s*(=|==|!=|:|in|\()?\s*\(?f?['\"]{name}['\"]|DATASET\s*=\s*['\"]{name}['\"]"
    r"|\.name\s*(?:==|!=)\s*['\"]{name}['\"]"  # of what was loaded
    r"|like=['\"]{name}['\"]|\b{name}\.npz|--dataset {name}|default: {name}"
    r"|docker build -t {name}|docker run {name}|IMAGE:-{name}"  # the image's name, after the first data set
)
ADDRESS = re.compile(r"https?://\S+")  # of somebody else's work, which goes by its own name


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
            text = ADDRESS.sub("", (root / file).read_text(encoding="utf-8"))
            if is_data:
                text = as_data.sub("", text)
            count = len(pattern.findall(text))
            if count:
                found[file] = found.get(file, 0) + count
    return found


def test_no_other_file_names_an_exercise(root):
    assert violations(root) == {}
