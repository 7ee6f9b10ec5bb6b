"""The checker as people use it: its command line, its reports, an editor's test panel, and what lies in the folder."""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time

import pytest

from checker.exercises import exercises
from checker.sandbox import launchers
from tests.conftest import hear_ctrl_c
from tests.support.answers import check, compose, outcomes

NAMES = [exercise.name for exercise in exercises()]


@pytest.mark.parametrize("exercise", exercises(), ids=lambda exercise: exercise.name)
def test_a_skeleton_scores_nothing_and_is_told_only_what_is_yet_to_write(exercise):
    outcome = check(exercise.name, exercise.skeleton, train=True)
    assert set(outcomes(outcome).values()) <= {"todo", "wait"}
    assert sum(result.score for result in outcome.results) == 0


@pytest.mark.parametrize("exercise", exercises(), ids=lambda exercise: exercise.name)
def test_a_solution_scores_everything(exercise, mnist):
    outcome = check(exercise.name, exercise.solution, train=True)
    assert set(outcomes(outcome).values()) == {"pass"}
    assert sum(result.score for result in outcome.results) == 100


def test_the_command_line_reports_and_ends_with_the_right_status(answer, run_python, tmp_path):
    path = answer("mnist", "def prepare(images, labels):\n    print('<b>&')\n    return images, labels\n")
    done = run_python(
        "-m",
        "checker",
        "mnist",
        "--file",
        path,
        "--no-train",
        "--json",
        "r.json",
        "--html",
        "r.html",
        "--seed",
        5,
        "--hint",
    )
    assert done.returncode == 1, done.stderr
    assert "mnist: 71 of 90 points (checks that train were left out)" in done.stdout
    assert "seed 5" in done.stdout
    assert "Hint for mnist.prepare_shape" in done.stdout
    assert "docs/lessons/1-mnist.md" in done.stdout
    report = json.loads((tmp_path / "r.json").read_text("utf-8"))
    assert report["score"] == 71
    page = (tmp_path / "r.html").read_text("utf-8")
    assert "71 of 90" in page
    assert "&lt;b&gt;&amp;" in page
    assert "<b>&" not in page
    done = run_python("-m", "checker", "--file", path, "mnist", "--no-train", "--seed", 5)
    assert done.returncode == 1


@pytest.mark.parametrize(
    ("arguments", "piece"),
    [
        (["mnits"], "no exercise called 'mnits'"),
        (["mnist"], "There is no mnist.py here"),
        (["mnist", "--file", "nothing.py"], "There is no file nothing.py"),
        (["mnist", "--json", "no/folder/r.json", "--file", "{answer}"], "There is no folder no/folder"),
        (["mnist", "--debug", "--json", "r.json", "--file", "{answer}"], "gives no marks"),
        (["mnist", "--seed", "-1", "--file", "{answer}"], "0 to 4294967295"),
        (["start"], "required: DIR"),
        (["mnist", "--fiel", "x"], "unrecognized arguments"),
    ],
)
def test_wrong_usage_ends_with_status_2_and_one_message(arguments, piece, run_python, answer, tmp_path):
    (tmp_path / "elsewhere").mkdir()
    path = str(answer("mnist"))
    done = run_python("-m", "checker", *[part.format(answer=path) for part in arguments], cwd=tmp_path / "elsewhere")
    assert done.returncode == 2, done.stdout
    assert piece in done.stderr
    assert "Traceback" not in done.stderr


def test_without_names_all_exercises_are_checked(run_python, tmp_path):
    for exercise in exercises():
        shutil.copy(exercise.skeleton, tmp_path)
    done = run_python("-m", "checker", "--no-train")
    assert done.returncode == 1
    for name in NAMES:
        assert f"{name}: 0 of" in done.stdout


def test_pytest_gives_the_same_verdicts(answer, run_python, tmp_path):
    path = answer("mnist", "def build_model():\n    return None\n")
    wanted = outcomes(check("mnist", path))
    done = run_python(
        "-m",
        "pytest",
        "--pyargs",
        "checker.checks.check_mnist",
        "--file",
        path,
        "--no-train",
        "-v",
        "--junit-xml",
        "j.xml",
    )
    assert done.returncode == 1, done.stdout
    words = {"pass": "PASSED", "fail": "FAILED", "todo": "FAILED", "wait": "SKIPPED"}
    found = dict(re.findall(r"::check_(\w+) (\w+)", done.stdout.partition("short test summary")[0]))
    assert found == {name: words[outcome] for name, outcome in wanted.items()}
    assert "expected  a Keras model" in done.stdout
    assert "Traceback" not in done.stdout
    junit = (tmp_path / "j.xml").read_text("utf-8")
    assert 'errors="0"' in junit
    assert junit.count("<failure") == 1


def test_debug_runs_in_one_process_so_that_breakpoints_work_and_says_that_it_gives_no_marks(answer, tmp_path):
    path = answer(
        "mnist", "def prepare(images, labels):\n    secret = 41\n    breakpoint()\n    return images, labels\n"
    )
    done = subprocess.run(
        [sys.executable, "-m", "checker", "mnist", "--file", str(path), "--debug", "--no-train"],
        input="p secret + 1\nc\n" * 5, cwd=tmp_path, capture_output=True, text=True, timeout=120,
    )  # fmt: skip
    assert "42" in done.stdout
    assert "no marks" in done.stdout
    assert done.returncode == 1


def test_watch_checks_again_after_a_save(answer, tmp_path):
    path = answer("mnist", "def prepare(images, labels):\n    return images, labels\n")
    process = subprocess.Popen(
        [sys.executable, "-m", "checker", "mnist", "--watch"], cwd=tmp_path, stdout=subprocess.PIPE, text=True,
        env=os.environ | {"PYTHONUNBUFFERED": "1"}, preexec_fn=None if os.name == "nt" else hear_ctrl_c,
    )  # fmt: skip
    try:
        assert wait_for(process, "Watching").count("mnist: 71 of 90") == 1
        time.sleep(0.5)
        path.write_text(compose("mnist", ""), encoding="utf-8")
        assert "mnist: 90 of 90" in wait_for(process, "Watching")
        beside = tmp_path / "new"
        beside.write_text(compose("mnist", "def prepare(images, labels):\n    return 1, 2\n"), encoding="utf-8")
        os.replace(beside, path)  # as many editors save
        assert "mnist: 66 of 90" in wait_for(process, "Watching")
        process.send_signal(signal.SIGINT)
        assert process.wait(60) == 0
    finally:
        process.kill()
        process.stdout.close()


def wait_for(process, word):
    lines = []
    for line in process.stdout:
        lines.append(line)
        if word in line:
            break
    return "".join(lines)


def test_files_in_the_learners_folder_do_not_steer_the_checker(run_python, tmp_path, answer):
    path = answer("mnist", "def prepare(images, labels):\n    return images, labels\n")
    (tmp_path / "conftest.py").write_text("raise SystemExit('conftest')")
    (tmp_path / "pytest.ini").write_text("[pytest]\naddopts = --collect-only\n")
    (tmp_path / "sitecustomize.py").write_text("raise SystemExit('sitecustomize')")
    (tmp_path / "random.py").write_text("raise SystemExit('random')")
    (tmp_path / "numpy.py").write_text("raise SystemExit('numpy')")
    for package in ("keras", "tensorflow", "workshop"):
        (tmp_path / package).mkdir()
        (tmp_path / package / "__init__.py").write_text("raise SystemExit('planted')")
    done = run_python(
        "-m", "checker", "mnist", "--no-train", "--file", path,
        env={"PYTEST_ADDOPTS": "--collect-only", "PYTEST_PLUGINS": "nothing", "KERAS_BACKEND": "nothing"},
    )  # fmt: skip
    assert "mnist: 71 of 90" in done.stdout, done.stderr


def test_an_answer_may_import_a_helper_that_lies_beside_it(answer, tmp_path):
    (tmp_path / "my_helper.py").write_text("WHITE = 255\n")
    path = answer(
        "mnist",
        "from my_helper import WHITE\n"
        "def prepare(images, labels):\n    return images[..., None].astype('float32') / WHITE, labels\n",
    )
    assert outcomes(check("mnist", path))["prepare_range"] == "pass"


def test_workers_that_are_spawned_give_the_same_outcomes_as_forked_ones(answer, run_python):
    path = answer("mnist", "def prepare(images, labels):\n    import os\n    os._exit(3)\n")
    reports = []
    for spawn in ("", "1"):
        done = run_python(
            "-m", "checker", "mnist", "--no-train", "--file", path, "--seed", 1, env={"CHECKER_SPAWN": spawn}
        )
        assert done.returncode == 1, done.stderr
        reports.append(done.stdout)
    assert reports[0] == reports[1]
    assert "exit status 3" in reports[0]


def test_a_check_leaves_no_temporary_files(answer, tmp_path, monkeypatch):
    # TensorFlow writes a file for each function that it translates, and removes it at an orderly exit only.
    code = "def prepare(images, labels):\n    return double(images[..., None] / 510).numpy(), labels\n"
    decorated = "import tensorflow as tf\n\n\n@tf.function\ndef double(x):\n    return tf.cast(2 * x, tf.float32)\n"
    path, folder = answer("mnist", f"{decorated}\n\n{code}"), tmp_path / "temporary"
    folder.mkdir()
    launchers.launcher().close()  # so that a new one makes its files where we look
    monkeypatch.setattr(launchers, "_launcher", None)
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    monkeypatch.setenv("TMPDIR", str(folder))
    assert set(outcomes(check("mnist", path)).values()) == {"pass"}
    launchers.launcher().close()
    launchers._launcher = None
    assert list(folder.iterdir()) == []


def test_no_process_outlives_a_check(answer):
    import psutil

    code = (
        "def prepare(images, labels):\n    import subprocess, sys\n"
        "    subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600.25)'], start_new_session=True)\n"
        "    return images, labels\n"
    )
    check("mnist", answer("mnist", code))
    time.sleep(0.5)
    left = [p for p in psutil.process_iter(["cmdline"]) if "600.25" in " ".join(p.info["cmdline"] or [])]
    assert not left
