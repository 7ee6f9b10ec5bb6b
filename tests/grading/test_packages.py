"""Packages for platforms: what is in them, and what they answer in a likeness of their platform.

The likeness (`tests.support.likeness`) is no platform: what needs a network, `install.sh`, is not run here.
"""

import json
import re
import stat
import subprocess
import sys
import zipfile
from xml.etree import ElementTree

import pytest

from checker.exercises import exercises, rubric
from checker.grading.platforms import convert, package
from checker.grading.platforms.run import read_answer
from checker.grading.platforms.table import NEEDED, PLATFORMS
from checker.materials.keys import keys
from checker.outcomes import STATUS_ERROR, STATUS_POINTS_LOST
from checker.sandbox import confinement
from tests.conftest import python
from tests.support.answers import compose, compose_unwritten, plainly_wrong, some_exercise, static_points
from tests.support.attacking import named
from tests.support.likeness import Likeness, why_none
from tests.support.room import Room

pytestmark = pytest.mark.xdist_group("packages")
NAME = some_exercise().name


@pytest.fixture(scope="module", params=convert.TOLD)
def likeness(request, tmp_path_factory):
    """Each platform with a package of the first exercise."""
    return made(request.param, tmp_path_factory)


def made(platform, tmp_path_factory, **options):
    if why_none():
        pytest.skip(why_none())
    folder = tmp_path_factory.mktemp(platform)
    for each in (folder, folder.parent):
        each.chmod(0o755)
    return Likeness(platform, NAME, folder, **options)


def contents(platform):
    return package.content(PLATFORMS[platform], some_exercise())


@pytest.mark.parametrize("platform", PLATFORMS)
def test_a_package_holds_no_solution_and_no_key(platform):
    files = contents(platform)
    assert not [path for path in files if "solutions" in path or "rubrics" in path or "tests/answers" in path]
    for path, (data, _) in files.items():
        if path.endswith((".py", ".ipynb", ".md")) and not path.endswith("checker/materials/skeletons.py"):
            assert b"BEGIN SOLUTION" not in data, path
    everything = b"\n".join(data for data, _ in files.values()).decode("utf-8", "replace")
    for exercise in exercises():
        assert not [key for key in keys(exercise) if max(key.splitlines(), key=len) in everything]


@pytest.mark.parametrize("platform", PLATFORMS)
def test_programs_of_a_package_can_be_started_and_have_the_line_ends_of_unix(platform):
    for path, (data, mode) in contents(platform).items():
        program = data.startswith(b"#!") and path in PLATFORMS[platform].files
        assert mode == (0o755 if program else 0o644), path
        assert not data.startswith(b"#!") or b"\r" not in data, path


def test_what_is_installed_on_a_platform_is_pinned(root):
    pinned = {line.partition("==")[0] for line in (root / "requirements.txt").read_text().splitlines()}
    assert set(NEEDED) <= pinned


@pytest.mark.slow
def test_the_test_of_codegrade_runs_where_the_checker_is_no_installed_plugin(tmp_path, monkeypatch):
    """As on the platform, where the code lies in a folder; pytest and what it reports are the environment's."""
    made = package.write(PLATFORMS["codegrade"], some_exercise(), tmp_path / "package", train=False)
    script = (made / "test.sh").read_text("utf-8")
    script = script.replace("/opt/code", str(made / "code")).replace("/opt/workshop/bin/python", sys.executable)
    (tmp_path / "test.sh").write_text(script)
    (tmp_path / f"{some_exercise().name}.py").write_bytes(some_exercise().solution.read_bytes())
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
    done = subprocess.run(["bash", "test.sh"], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    suite = ElementTree.parse(tmp_path / "results.xml").getroot().find("testsuite")
    untrained = [check for check in rubric(some_exercise()) if not check.trained]
    assert int(suite.get("tests")) == len(untrained)
    assert int(suite.get("failures")) == int(suite.get("errors")) == 0


def test_a_zip_for_gradescope_has_its_programs_at_the_top_and_keeps_their_modes(command, tmp_path):
    done = command("package", "gradescope", tmp_path, "--exercise", NAME)
    assert done.returncode == 0, done.stderr
    assert f"{NAME}.zip" in done.stdout
    assert "docs/guides/platforms.md" in done.stdout
    with zipfile.ZipFile(tmp_path / f"{NAME}.zip") as archive:
        modes = {told.filename: told.external_attr >> 16 for told in archive.infolist()}
    assert modes["setup.sh"] == modes["run_autograder"] == stat.S_IFREG | 0o755


def test_a_package_is_not_written_over_what_is_there(command, tmp_path):
    (tmp_path / f"{NAME}.zip").write_text("mine")
    done = command("package", "gradescope", tmp_path, "--exercise", NAME)
    assert done.returncode == 2
    assert "is there already" in done.stderr
    assert (tmp_path / f"{NAME}.zip").read_text() == "mine"


def share(answered):
    """What a platform was told of the points, from 0 to 1; None where it was told of none."""
    result = answered.result or {}
    if "score" not in result:
        return None
    most = {"gradescope": static_points(NAME), "prairielearn": 1}
    return result["score"] / most.get(answered.platform, result.get("max-score"))


@pytest.mark.slow
def test_a_right_answer_has_all_points_on_a_platform(likeness):
    answered = likeness.hand_in({f"{NAME}.py": compose(NAME)})
    assert f"{NAME} is run at level platform" in answered.printed
    assert (answered.status, share(answered)) == (0, 1), answered.printed


@pytest.fixture(scope="module")
def wrong(tmp_path_factory):
    """A wrong answer, and its share of the points on the command line."""
    folder, text = tmp_path_factory.mktemp("wrong"), plainly_wrong(NAME).text
    (folder / f"{NAME}.py").write_text(text, encoding="utf-8")
    python("-m", "checker", NAME, "--no-train", "--json", "report.json", cwd=folder)
    score = json.loads((folder / "report.json").read_text("utf-8"))["score"]
    assert 0 < score < static_points(NAME)
    return text, score / static_points(NAME)


@pytest.mark.slow
def test_a_wrong_answer_has_the_points_of_the_command_line_on_a_platform(likeness, wrong):
    answered = likeness.hand_in({f"handed/in/{NAME}.py": wrong[0]})
    assert share(answered) == pytest.approx(wrong[1]), answered.printed


def test_who_hands_in_nothing_is_told_so_by_a_platform(likeness):
    answered = likeness.hand_in({"notes.txt": "later"})
    assert f"There is no {NAME}.py" in answered.told
    assert share(answered) in (0, None)


@pytest.mark.slow
def test_where_the_checker_breaks_a_platform_is_told_no_mark(likeness):
    part = likeness.code / "checker/worker/main.py"
    text = part.read_text("utf-8")
    part.write_text("raise SystemError")
    try:
        answered = likeness.hand_in({f"{NAME}.py": compose(NAME)})
    finally:
        part.write_text(text, "utf-8")
    assert share(answered) is None
    assert "The checker's exit status is 3" in answered.printed


@pytest.mark.slow
@pytest.mark.parametrize("name", ["read_the_solution"])
def test_attacks_gain_nothing_on_a_platform(name, likeness):
    gains_nothing(name, likeness)


@pytest.mark.slow
@pytest.mark.parametrize("name", ["write_results"])
def test_attacks_gain_nothing_where_landlock_is_missing(name, tmp_path_factory):
    gains_nothing(name, made("gradescope", tmp_path_factory, landlock=False))


def gains_nothing(name, likeness):
    attack = named(name, NAME)
    text = (
        f"OUTSIDE, PORT, ABSTRACT = {likeness.platform.submission!r}, 9, '\\0nobody'\n{attack.path.read_text('utf-8')}"
    )
    before = likeness.files()
    answered = likeness.hand_in({f"{NAME}.py": compose_unwritten(NAME, text)}, INSTRUCTOR_SECRET="SECRET")
    assert share(answered) == 0, answered.printed
    assert "SECRET" not in answered.told
    assert attack.says("tells") in answered.told
    assert likeness.files() == before


@pytest.mark.slow
def test_what_knows_answers_is_closed_to_an_answer(likeness):
    """Whatever lies beside the worker's own part: the checks, the judge's networks, what was handed in."""
    text = (
        "import glob, os\n"
        "for top in ('/autograder/source', '/grade', '/bundle/code/checker', '/opt/code/checker', '/opt/code/workshop/data/creatures'):\n"
        "    for folder, _, names in os.walk(top):\n"
        "        for name in names:\n"
        "            if '/worker' not in folder and '__init__' not in name:\n"
        "                try:\n"
        "                    open(os.path.join(folder, name)).read(1)\n"
        "                except OSError:\n"
        "                    continue\n"
        "                raise SystemError('it can read ' + os.path.join(folder, name))\n"
        "raise SystemError('it can read nothing of it')\n"
    )
    told = likeness.hand_in({f"{NAME}.py": text}).told
    assert "it can read nothing of it" in told, told


def test_a_result_for_prairielearn_is_below_its_limit_whatever_an_answer_prints():
    tests = [{"name": "n", "score": 0, "max_score": 1, "output": "x\n" * 100_000} for _ in range(200)]
    told = convert.TOLD["prairielearn"].graded({"score": 0, "output": "", "tests": tests})
    assert len(json.dumps(told).encode()) < 1_000_000
    assert {"points", "max_points"} <= set(told["tests"][0])


def test_a_result_for_classroom_50_is_of_its_schema(monkeypatch):
    for name, text in {"CLASSROOM": "c", "ASSIGNMENT": "a", "OWNER": "o", "SUBMISSION_TAG": "submit/1"}.items():
        monkeypatch.setenv(name, text)
    tests = [{"name": "n", "score": 3, "max_score": 4, "status": "failed", "output": ""}]
    told = convert.TOLD["classroom50"].graded({"score": 3, "output": "", "tests": tests})
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", told.pop("datetime"))
    assert told == {
        "schema": "classroom50/result/v1",
        "classroom": "c",
        "assignment": "a",
        "assignment_type": "individual",
        "owner": "o",
        "submission": "submit/1",
        "commit": "",
        "release": "",
        "review": "",
        "score": 3,
        "max-score": 4,
        "tests": [{"test-name": "n", "passed": False, "score": 3, "max-score": 4}],
    }


@pytest.mark.slow
@pytest.mark.parametrize(
    ("gigabytes", "status"),
    [
        ("1.2", STATUS_POINTS_LOST),  # right answers do with less
        ("0.5", STATUS_ERROR),  # they might need it
    ],
)
def test_who_holds_more_memory_than_there_is_loses_points_only_where_right_answers_do_with_less(
    gigabytes, status, run_python, tmp_path
):
    text = "import numpy as np\nkept = np.ones(150_000_000)\n"
    (tmp_path / f"{NAME}.py").write_text(compose_unwritten(NAME, text), encoding="utf-8")
    done = run_python("-m", "checker", NAME, "--no-train", "--memory", gigabytes)
    assert f"took more than {gigabytes} GB of memory" in " ".join(done.stdout.split())
    assert done.returncode == status


@pytest.mark.slow
@pytest.mark.parametrize(
    ("program", "lacked"),
    [
        ("kept = bytearray(300_000_000)", "memory"),
        ("import time; time.sleep(30)", "time"),
        ("kept = bytearray(30_000_000)", ""),
    ],
)
@pytest.mark.parametrize("kernel", [True, False], ids=["by the kernel", "by looking"])
def test_a_likeness_has_the_memory_and_the_time_of_its_platform(program, lacked, kernel, monkeypatch):
    if not kernel:
        monkeypatch.setattr("tests.support.room.machine.groups", lambda controller: ())
    more = "; import time; time.sleep(1)" if lacked != "time" else ""
    status, printed, found = Room(2e8, 1, 2).run([sys.executable, "-c", f"{program}{more}; print('done')"])
    assert found == lacked
    assert (status, printed) == ((0, "done\n") if not lacked else (-9, ""))


def test_the_limits_of_a_likeness_are_those_that_the_guide_tells():
    for name, told in {
        "gradescope": ("3 GB", "2 CPUs", "40 minutes"),
        "prairielearn": ("2 GiB", "0.9", "10 min"),
    }.items():
        has = PLATFORMS[name].container
        shown = f"{has.memory_gb:g} GB {has.memory_gb / 1.024**3:g} GiB {has.cores:g} CPUs {has.seconds / 60:g} minutes"
        assert all(each in shown for each in told)
        assert PLATFORMS[name].seconds < has.seconds
        assert all(each in " ".join(PLATFORMS[name].needs) for each in told)


def test_an_amount_of_memory_is_above_zero(command):
    assert command(NAME, "--memory", "0").returncode == 2


def test_level_platform_is_for_packages_alone(command, monkeypatch):
    monkeypatch.delenv(confinement.ON_PLATFORM, raising=False)
    done = command(NAME, "--confine", "platform")
    assert done.returncode == 2
    assert "that level is for packages" in done.stderr


@pytest.mark.parametrize(
    ("files", "told"),
    [
        ({}, "There is no"),
        ({"a": "", "b": ""}, "several"),
        ({"solutions": ""}, "There is no"),
        ({"": "x" * 1_000_001}, "cannot be read"),
    ],
)
def test_what_cannot_be_taken_for_the_answer_is_told(files, told, tmp_path):
    for folder, text in files.items():
        (tmp_path / folder).mkdir(exist_ok=True)
        (tmp_path / folder / f"{NAME}.py").write_text(text)
    content, problem = read_answer(tmp_path, some_exercise())
    assert content == b""
    assert told in problem


def test_a_link_is_no_answer(tmp_path):
    (tmp_path / f"{NAME}.py").symlink_to(some_exercise().skeleton)
    assert "a link" in read_answer(tmp_path, some_exercise())[1]


def test_a_package_leaves_out_training_that_its_platform_has_no_room_for():
    longest = max(exercises(), key=lambda exercise: exercise.training_seconds)
    assert not package.trains(PLATFORMS["prairielearn"], longest)
    text = package.content(PLATFORMS["prairielearn"], longest)["question/tests/grade.sh"][0]
    assert text.rstrip().endswith(b"--no-train")
    assert package.trains(PLATFORMS["gradescope"], longest)
