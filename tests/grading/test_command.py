"""`python -m checker grade`, as one types it: a whole class is judged, and marks are those of single runs."""

import html
import os
import re
import runpy
import socket
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from checker.exercises import rubric
from checker.grading import cluster, records, submissions
from checker.run.session import run
from tests.conftest import need_confinement, python
from tests.support.answers import collected, compose, parts, plainly_wrong, some_exercise
from tests.support.records import CONTENT, keep, rows

EXERCISE = some_exercise()
NAME = EXERCISE.name


def grade(*arguments):
    """Run the command as one types it; what it said."""
    done = python("-m", "checker", "grade", *arguments, cwd=None, timeout=600)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Traceback" not in done.stdout + done.stderr
    return done.stdout + done.stderr


SHARED = pytest.mark.xdist_group("a class that was graded")  # once, not in each process


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    """A class of answers of many kinds, graded with training: `(folder of submissions, folder of results)`."""
    need_confinement()
    folder = tmp_path_factory.mktemp("class")
    texts = {
        "right": compose(NAME),
        "wheat": next(
            wheat.text for wheat in collected("wheat", NAME) if not wheat.unreached and not wheat.says("slow")
        ),
        "chaff": plainly_wrong(NAME).text,
        "skeleton": EXERCISE.skeleton.read_text("utf-8"),
        "exits": "import os\nos._exit(0)\n",
        "prints": compose(NAME, "print('\\x1b[2J' + 'x' * 10000)\n"),
    }
    for student, text in texts.items():
        path = folder / "submitted" / student / f"{NAME}.py"
        path.parent.mkdir(parents=True)
        path.write_text(text, encoding="utf-8")
    (folder / "submitted" / "link").mkdir()
    (folder / "submitted" / "link" / f"{NAME}.py").symlink_to(EXERCISE.solution)
    said = grade(folder / "submitted", "--out", folder / "out")
    assert f"Handed in: 7 {NAME}." in said
    assert re.search(r"wait for the checks that don't train: about \d+ s", said)
    return folder / "submitted", folder / "out"


@pytest.mark.confinement
@SHARED
@pytest.mark.slow
def test_marks_are_those_of_a_single_run(graded):
    submitted, out = graded
    found = {row["student"]: row["score"] for row in rows(out / "grades.csv")}
    assert found.pop("link") == "0"
    for student, score in found.items():
        record = records.Records(out).read(student, NAME)
        there = run([EXERCISE], file=submitted / student / f"{NAME}.py", seed=record.verdict.seed).results
        assert float(score) == sum(result.score for result in there), student
        shown = {test.check: test.outcome for test in record.verdict.tests}
        assert shown == {result.check: result.outcome for result in there}, student
    assert found["right"] == found["wheat"] == found["prints"] == "100"
    assert found["skeleton"] == found["exits"] == "0"
    assert 0 < float(found["chaff"]) < 100


def parameters_of_the_solution():
    """How many numbers its models learn, as Keras counts them."""
    solution = runpy.run_path(str(EXERCISE.solution))
    return sum(solution[part]().count_params() for part in parts(NAME) if part.startswith("build_"))


@pytest.mark.confinement
@SHARED
@pytest.mark.slow
def test_a_record_tells_how_to_repeat_it(graded):
    found = records.Records(graded[1]).read("chaff", NAME).verdict
    assert found.level == "class"
    assert found.machine["cpus"] == os.cpu_count()
    assert set(found.report.versions) >= {"python", "keras", "tensorflow", "numpy"}
    assert found.report.seconds > 0
    page = (graded[1] / "reports" / NAME / "chaff.html").read_text("utf-8")
    text = " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page)).split())
    wrong = plainly_wrong(NAME)
    assert next(check.title for check in rubric(EXERCISE) if check.name == wrong.says("fails")) in text
    assert wrong.says("names") in text
    assert "/tmp" not in page
    right = records.Records(graded[1]).read("right", NAME).verdict.report.figures[NAME]
    assert right.keys() >= EXERCISE.facts["FIGURES"].keys()
    assert sum(number for name, number in right.items() if name.endswith("parameters")) == parameters_of_the_solution()
    for name, (least, most) in {"accuracy": (0.9, 1), "loss": (0, 1)}.items():
        assert name not in right or least < right[name] <= most


@pytest.mark.confinement
@SHARED
@pytest.mark.slow
def test_the_next_run_has_nothing_to_do_but_for_what_changed(graded, tmp_path):
    submitted, out = graded
    kept = records.Records(out)
    before = {path: path.stat().st_mtime_ns for path in out.rglob("*.json")}
    said = grade(submitted, "--out", out)
    assert said.count("Nothing to do") == 2
    assert before == {path: path.stat().st_mtime_ns for path in out.rglob("*.json")}
    path = submitted / "skeleton" / f"{NAME}.py"
    path.write_text(path.read_text("utf-8") + "\n# changed\n", encoding="utf-8")
    assert "1 wait for the checks that don't train" in grade(submitted, "--out", out)
    changed = [path for path in before if path.stat().st_mtime_ns != before[path]]
    assert changed == [kept.path("skeleton", NAME)]


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["nowhere"], "There is no nowhere"),
        ([], "Name the folder"),
        (["{class}", "--exercise", "unheard_of"], "There is no exercise called 'unheard_of'"),
        (["{class}", "--roster", "missing.csv"], "cannot be read"),
        (["{class}", "--course", "{class}"], "is not a course"),
        (["{class}", "--jobs", "0"], "takes a number from 1"),
        (["{class}", "--scheduler", "tcp://127.0.0.1:9"], "cannot be reached"),
        (["{class}", "--scheduler", "nonsense"], "is no address"),
    ],
)
@pytest.mark.slow
def test_wrong_usage_is_told_and_nothing_is_graded(arguments, told, command, tmp_path, monkeypatch):
    monkeypatch.setattr(cluster, "ANSWER_SECONDS", 2)
    (tmp_path / "ann").mkdir()
    (tmp_path / "ann" / f"{NAME}.py").write_bytes(CONTENT)
    arguments = [argument.replace("{class}", str(tmp_path)) for argument in arguments]
    done = command("grade", *arguments, "--out", tmp_path / "out")
    assert done.returncode == 2
    assert told in done.stderr
    assert "Traceback" not in done.stdout + done.stderr
    assert not list(tmp_path.rglob("*.json"))


@pytest.mark.confinement
@pytest.mark.slow
def test_the_guide_s_commands_work(root, tmp_path):
    """Every command of docs/guides/grading-a-class.md that is not another system's, in its order, as one types them."""
    need_confinement()
    blocks = re.findall(
        r"^```sh\n(.*?)^```", (root / "docs" / "guides" / "grading-a-class.md").read_text("utf-8"), re.M | re.S
    )
    assert len(blocks) == 3
    with zipfile.ZipFile(tmp_path / "handed-in.zip", "w") as archive:
        archive.writestr(f"ann/{NAME}.py", EXERCISE.skeleton.read_text("utf-8"))
        archive.writestr("bob.py", "")
    (tmp_path / "gradebook.csv").write_text("Full name,Email address\nAnn,ann\n", encoding="utf-8")
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    script = "set -e\ntrap 'kill -9 $(jobs -p) || true' EXIT\n" + "".join(blocks).replace("8786", str(port))
    done = subprocess.run(
        ["bash", "-c", script], cwd=tmp_path, env=os.environ | {"PATH": path}, stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL, text=True, timeout=300,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout
    assert rows(tmp_path / "grades" / "moodle.csv") == [{"Full name": "Ann", "Email address": "ann", NAME: "0"}]
    assert rows(tmp_path / "grades-2" / "grades.csv")[0]["score"] == "0"
    assert "on the workers of tls://127.0.0.1" in done.stdout


def test_names_of_results_folder_are_not_taken_for_submissions(tmp_path):
    """Grading `.` with the default folder for results must not grade its own pages."""
    (tmp_path / "ann").mkdir()
    (tmp_path / "ann" / f"{NAME}.py").write_bytes(CONTENT)
    keep(records.Records(tmp_path / "grades"), "ann")
    found = submissions.find([tmp_path], [NAME])
    assert [each.student for each in found.submissions] == ["ann"]
    assert Path(found.submissions[0].place) == tmp_path / "ann" / f"{NAME}.py"
