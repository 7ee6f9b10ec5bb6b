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
from tests.support.answers import check, compose, doing, firsts, lost, outcomes, parts, some_exercise, static_points

EXERCISE = some_exercise()
NAME = EXERCISE.name
POINTS = static_points(NAME)  # of a right answer


@pytest.fixture
def unsolved(tmp_path):
    """An answer whose first function does something else; call it with that, `(statement, before="")` of `doing`."""

    def write(*what):
        path = tmp_path / f"{NAME}.py"
        path.write_text(doing(NAME, *what), encoding="utf-8")
        return path

    return write


def points(path):
    """What the checks that do not train give an answer: more than nothing, less than all."""
    found = sum(result.score for result in check(NAME, path).results)
    assert 0 < found < POINTS
    return found


@pytest.mark.slow
def test_the_command_line_reports_and_ends_with_the_right_status(unsolved, run_python, command, tmp_path):
    path = unsolved("print('<b>&')\nreturn None")
    first, score = firsts(check(NAME, path))[0], points(path)
    done = run_python(
        "-m", "checker", NAME, "--file", path, "--no-train", "--json", "r.json", "--html", "r.html", "--seed", 5, "--hint",
    )  # fmt: skip
    assert done.returncode == 1, done.stderr
    assert done.stderr == ""  # nothing of TensorFlow's
    assert done.stdout.startswith("importing Keras ...\n\n")
    assert f"{NAME}: {score} of {POINTS} points (checks that train were left out)" in done.stdout
    assert "seed 5" in done.stdout
    assert f"Hint for {NAME}.{first}" in done.stdout
    assert f"docs/lessons/{EXERCISE.lesson.name}" in done.stdout
    report = json.loads((tmp_path / "r.json").read_text("utf-8"))
    assert report["score"] == score
    page = (tmp_path / "r.html").read_text("utf-8")
    assert f"{score} of {POINTS}" in page
    assert "&lt;b&gt;&amp;" in page
    assert "<b>&" not in page
    assert command("--file", path, NAME, "--no-train", "--seed", 5).returncode == 1


@pytest.mark.parametrize(
    ("arguments", "piece"),
    [
        ([f"{NAME}s"], f"no exercise called '{NAME}s'"),
        ([NAME], f"There is no {NAME}.py here"),
        ([NAME, "--file", "nothing.py"], "There is no file nothing.py"),
        ([NAME, "--file", "."], ". is a folder."),
        ([NAME, "--json", "no/folder/r.json", "--file", "{answer}"], "There is no folder no/folder"),
        ([NAME, "--debug", "--json", "r.json", "--file", "{answer}"], "gives no marks"),
        ([NAME, "--seed", "-1", "--file", "{answer}"], "0 to 4294967295"),
        (["start"], "required: DIR"),
        ([NAME, "--fiel", "x"], "unrecognized arguments"),
    ],
)
def test_wrong_usage_ends_with_status_2_and_one_message(arguments, piece, command, answer, tmp_path):
    (tmp_path / "elsewhere").mkdir()
    path = str(answer(NAME))
    done = command(*[part.format(answer=path) for part in arguments], cwd=tmp_path / "elsewhere")
    assert done.returncode == 2, done.stdout
    assert piece in done.stderr
    assert "Traceback" not in done.stderr


def test_without_names_all_exercises_are_checked(command, tmp_path):
    for exercise in exercises():
        shutil.copy(exercise.skeleton, tmp_path)
    done = command("--no-train")
    assert done.returncode == 1
    for exercise in exercises():
        assert f"{exercise.name}: 0 of" in done.stdout


@pytest.mark.slow
def test_pytest_gives_the_same_verdicts(answer, run_python, tmp_path):
    exercise, build = next(
        (each, part) for each in exercises() for part in parts(each.name) if part.startswith("build_")
    )
    path = answer(exercise.name, f"def {build}(*arguments):\n    return None\n")
    wanted = outcomes(check(exercise.name, path))
    done = run_python(
        "-m", "pytest", "--pyargs", f"checker.checks.{exercise.checks.stem}", "--file", path, "--no-train", "-v",
        "--junit-xml", "j.xml",
    )  # fmt: skip
    assert done.returncode == 1, done.stdout
    words = {"pass": "PASSED", "fail": "FAILED", "todo": "FAILED", "wait": "SKIPPED"}
    found = dict(re.findall(r"::check_(\w+) (\w+)", done.stdout.partition("short test summary")[0]))
    assert found == {name: words[outcome] for name, outcome in wanted.items()}
    assert "expected  a Keras model" in done.stdout
    assert "Traceback" not in done.stdout
    junit = (tmp_path / "j.xml").read_text("utf-8")
    assert 'errors="0"' in junit
    assert junit.count("<failure") == 1


def test_debug_runs_in_one_process_so_that_breakpoints_work_and_says_that_it_gives_no_marks(unsolved, tmp_path):
    path = unsolved("secret = 41\nbreakpoint()\nreturn None")
    done = subprocess.run(
        [sys.executable, "-m", "checker", NAME, "--file", str(path), "--debug", "--no-train"],
        input="p secret + 1\nc\n" * 5, cwd=tmp_path, capture_output=True, text=True, timeout=120,
    )  # fmt: skip
    assert "42" in done.stdout
    assert "no marks" in done.stdout
    assert done.returncode == 1


@pytest.mark.slow
def test_watch_checks_again_after_a_save(answer, unsolved, tmp_path):
    beside = tmp_path / "new"
    nothing = "".join(f"def {part}(*arguments):\n    return None\n\n\n" for part in parts(NAME)[:2])
    beside.write_text(compose(NAME, nothing), encoding="utf-8")
    fewer, path = points(beside), unsolved("return None")
    score = points(path)
    assert fewer < score
    process = subprocess.Popen(
        [sys.executable, "-m", "checker", NAME, "--watch"], cwd=tmp_path, stdout=subprocess.PIPE, text=True,
        env=os.environ | {"PYTHONUNBUFFERED": "1"}, preexec_fn=None if os.name == "nt" else hear_ctrl_c,
    )  # fmt: skip
    try:
        assert wait_for(process, "Watching").count(f"{NAME}: {score} of {POINTS}") == 1
        time.sleep(0.5)
        path.write_text(compose(NAME), encoding="utf-8")
        assert f"{NAME}: {POINTS} of {POINTS}" in wait_for(process, "Watching")
        os.replace(beside, path)  # as many editors save
        assert f"{NAME}: {fewer} of {POINTS}" in wait_for(process, "Watching")
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


@pytest.mark.slow
def test_files_in_the_learners_folder_do_not_steer_the_checker(run_python, tmp_path, unsolved):
    path = unsolved("return None")
    score = points(path)
    (tmp_path / "conftest.py").write_text("raise SystemExit('conftest')")
    (tmp_path / "pytest.ini").write_text("[pytest]\naddopts = --collect-only\n")
    (tmp_path / "sitecustomize.py").write_text("raise SystemExit('sitecustomize')")
    (tmp_path / "random.py").write_text("raise SystemExit('random')")
    (tmp_path / "numpy.py").write_text("raise SystemExit('numpy')")
    for package in ("keras", "tensorflow", "workshop"):
        (tmp_path / package).mkdir()
        (tmp_path / package / "__init__.py").write_text("raise SystemExit('planted')")
    done = run_python(
        "-m", "checker", NAME, "--no-train", "--file", path,
        env={"PYTEST_ADDOPTS": "--collect-only", "PYTEST_PLUGINS": "nothing", "KERAS_BACKEND": "nothing"},
    )  # fmt: skip
    assert f"{NAME}: {score} of {POINTS}" in done.stdout, done.stderr


def test_an_answer_may_import_a_helper_that_lies_beside_it(unsolved, tmp_path):
    (tmp_path / "my_helper.py").write_text("def solve(solved, arguments):\n    return solved(*arguments)\n")
    path = unsolved("return my_helper.solve(_solved, arguments)", "import my_helper")
    assert not lost(check(NAME, path))


@pytest.mark.slow
def test_workers_that_are_spawned_give_the_same_outcomes_as_forked_ones(unsolved, run_python):
    path = unsolved("import os\nos._exit(3)")
    reports = []
    for spawn in ("", "1"):
        done = run_python(
            "-m", "checker", NAME, "--no-train", "--file", path, "--seed", 1, env={"CHECKER_SPAWN": spawn}
        )
        assert done.returncode == 1, done.stderr
        reports.append(done.stdout)
    assert reports[0] == reports[1]
    assert "exit status 3" in reports[0]


def test_a_check_leaves_no_temporary_files(unsolved, tmp_path, monkeypatch):
    # TensorFlow writes a file for each function that it translates, and removes it at an orderly exit only.
    decorated = "import tensorflow as tf\n\n\n@tf.function\ndef double(x):\n    return tf.cast(2 * x, tf.float32)\n"
    path, folder = unsolved("assert double(1).numpy() == 2", decorated), tmp_path / "temporary"
    folder.mkdir()
    launchers.launcher().close()  # so that a new one makes its files where we look
    monkeypatch.setattr(launchers, "_launcher", None)
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    monkeypatch.setenv("TMPDIR", str(folder))
    assert not lost(check(NAME, path))
    launchers.launcher().close()
    launchers._launcher = None
    assert list(folder.iterdir()) == []


def test_no_process_outlives_a_check(unsolved):
    import psutil

    sleeper = "[sys.executable, '-c', 'import time; time.sleep(600.25)']"
    path = unsolved(f"import subprocess, sys\nsubprocess.Popen({sleeper}, start_new_session=True)\nreturn None")
    check(NAME, path)
    time.sleep(0.5)
    left = [p for p in psutil.process_iter(["cmdline"]) if "600.25" in " ".join(p.info["cmdline"] or [])]
    assert not left
