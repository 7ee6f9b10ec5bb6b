"""Surroundings that a run may meet: no standard streams, no room, settings of an old course, a parent that dies."""

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psutil
import pytest

from checker.sandbox import folders
from checker.text import cut
from tests.support.answers import doing, some_exercise, static_points
from workshop import cli, settings

EXERCISE = some_exercise()
NAME = EXERCISE.name
POINTS = static_points(NAME)
posix = pytest.mark.skipif(os.name == "nt", reason="needs a POSIX shell")
linux = pytest.mark.skipif(sys.platform != "linux", reason="needs Linux")


def shell(command, cwd, **environment):
    """Run a command line in which PYTHON and CHECK stand for what they say; returns the finished process."""
    command = command.replace("CHECK", "PYTHON -P -m checker").replace("PYTHON", sys.executable)
    return subprocess.run(
        ["sh", "-c", command], cwd=cwd, env=os.environ | environment, capture_output=True, text=True, timeout=200
    )


@posix
@pytest.mark.slow
def test_a_run_without_standard_streams_and_without_docstrings_gives_the_same_report(answer, tmp_path):
    answer(NAME)
    command = f"exec CHECK {NAME} --no-train --json r.json <&- >&- 2>&-"
    done = shell(command, tmp_path, PYTHONOPTIMIZE="2")
    assert done.returncode == 0
    report = json.loads((tmp_path / "r.json").read_text("utf-8"))
    assert report["score"] == POINTS
    assert all(test["name"] for test in report["tests"])


@linux
@pytest.mark.slow
def test_where_what_is_printed_has_no_room_the_file_is_written_and_the_status_tells(answer, tmp_path):
    answer(NAME)
    done = shell(f"CHECK {NAME} --no-train --json r.json > /dev/full", tmp_path)
    assert done.returncode == 3
    assert done.stderr.strip().splitlines() == [
        "What is printed (standard output) cannot be used: No space left on device."
    ]
    assert json.loads((tmp_path / "r.json").read_text("utf-8"))["score"] == POINTS


def test_a_report_that_cannot_be_written_costs_neither_the_other_nor_what_is_printed(answer, command, tmp_path):
    path, name = answer(NAME), f"{'r' * 300}.json"
    done = command(NAME, "--file", path, "--no-train", "--json", name, "--html", "page.html")
    assert done.returncode == 3
    assert f"{name} cannot be written: File name too long." in done.stderr
    assert f"{POINTS} of {POINTS}" in done.stdout
    assert "</html>" in (tmp_path / "page.html").read_text("utf-8")
    assert sorted(os.listdir(tmp_path)) == [path.name, "page.html"]


def test_a_name_of_300_characters_is_no_file(command):
    done = command(NAME, "--file", "n" * 300)
    assert done.returncode == 2
    assert "There is no file" in done.stderr


@pytest.mark.slow
def test_what_the_checker_did_not_expect_is_not_taken_for_lost_points(command, answer, monkeypatch):
    from checker.report import terminal

    def fail(error):
        def instead(*_):
            raise error

        monkeypatch.setattr(terminal, "print_report", instead)
        return command(NAME, "--file", answer(NAME), "--no-train")

    done = fail(RuntimeError("unheard of"))
    assert (done.returncode, done.stderr.strip().splitlines()[-1]) == (3, "RuntimeError: unheard of")
    done = fail(RuntimeError("can't start new thread"))
    assert done.returncode == 3
    assert len(done.stderr.strip().splitlines()) == 1
    assert "no more processes or threads" in done.stderr
    done = fail(OSError(30, "Read-only file system", "/somewhere/else"))
    assert (done.returncode, done.stderr) == (3, "/somewhere/else cannot be used: Read-only file system.\n")


def test_where_no_temporary_folder_can_be_made_a_line_says_so(command, answer, monkeypatch, tmp_path):
    path = answer(NAME)
    (tmp_path / "no folder").write_text("")
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "no folder"))
    monkeypatch.setattr(folders, "_owner", None)
    from checker.sandbox import launchers

    monkeypatch.setattr(launchers, "_launcher", None)
    done = command(NAME, "--file", path, "--no-train")
    assert done.returncode == 3
    assert len(done.stderr.strip().splitlines()) == 1
    assert "TMPDIR=FOLDER" in done.stderr
    assert "no folder" in done.stderr


def test_long_words_can_be_read_whole_in_the_terminal(command, tmp_path):
    path = tmp_path / f"{NAME}.py"
    address, line = f"https://example.org/{'a' * 90}/end", f"x={'+'.join(['abc'] * 40)}"
    path.write_text(doing(NAME, f"print({address!r})\n{line}\nreturn None"), encoding="utf-8")
    done = command(NAME, "--file", path, "--no-train")
    assert "…" not in done.stdout
    told = "".join(done.stdout.split())
    assert address in told
    assert cut(line, 200) in told


# Keras's settings


@pytest.fixture
def old_course(tmp_path, monkeypatch):
    """Write Keras's file of settings; call it with them."""

    def write(**said):
        folder = tmp_path / "home of old"
        folder.mkdir(exist_ok=True)
        (folder / "keras.json").write_text(json.dumps(said), encoding="utf-8")
        monkeypatch.setenv("KERAS_HOME", str(folder))
        monkeypatch.delenv("KERAS_BACKEND", raising=False)
        return folder / "keras.json"

    return write


@pytest.mark.parametrize(
    ("said", "named"),
    [
        ({"image_data_format": "channels_first"}, 'image_data_format "channels_first"'),
        ({"floatx": "float16", "epsilon": 1e-7}, 'floatx "float16"'),
        ({"backend": "theano", "floatx": "float64"}, 'backend "theano" instead of "tensorflow", floatx "float64"'),
    ],
)
def test_settings_of_an_old_course_are_named_with_the_file_and_what_to_type(said, named, old_course):
    path = old_course(**said)
    told = settings.unusual()
    assert named in told
    assert str(path) in told
    assert f'"{path}" "{path}.old"' in told or os.name == "nt"
    assert "\n" not in told


@pytest.mark.parametrize("said", [{"floatx": "float32", "backend": "tensorflow"}, {}, [], "no object"])
def test_usual_settings_are_no_reason_to_say_anything(said, old_course):
    path = old_course()
    path.write_text(json.dumps(said), encoding="utf-8")
    assert settings.unusual() == ""
    path.write_text("{", encoding="utf-8")
    assert settings.unusual() == ""
    path.unlink()
    assert settings.unusual() == ""


def test_an_exercise_ends_at_once_where_the_file_set_what_keras_goes_by(old_course, capsys):
    import keras

    old_course(image_data_format="channels_first")
    assert cli.parse("Line.", 1, argv=[]).epochs == 1  # the file says so, but code has set the usual
    keras.config.set_image_data_format("channels_first")
    try:
        with pytest.raises(SystemExit) as ended:
            cli.run(lambda: cli.parse(None, 1, argv=[]))
        assert 'image_data_format "channels_first"' in ended.value.code
    finally:
        keras.config.set_image_data_format("channels_last")


@pytest.mark.parametrize(("said", "taken"), [(None, "tensorflow"), ("jax", "jax")])
def test_a_backend_that_an_old_course_left_behind_is_not_asked_for(said, taken, old_course, monkeypatch):
    """Exercises import the workshop first: else a backend that is not there would end them in Keras's own traceback."""
    old_course(backend="torch")
    if said:
        monkeypatch.setenv("KERAS_BACKEND", said)
    code = "import workshop, os; print(os.environ['KERAS_BACKEND'])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)
    assert done.stdout.strip() == taken, done.stderr


def test_the_checker_tells_of_settings_that_it_does_not_go_by_itself(old_course, command, answer):
    old_course(floatx="float16")
    done = command(NAME, "--file", answer(NAME), "--no-train")
    assert done.returncode == 0
    assert 'keras.json sets floatx "float16"' in done.stdout


# A parent that dies

CELL = f"from checker.cell import check; check({NAME!r}, {{check!r}})"
LOOP = "while True:\n    pass\n"


def lives(process):
    try:
        return process.status() != psutil.STATUS_ZOMBIE  # which nobody has buried yet
    except psutil.NoSuchProcess:
        return False


@linux
@pytest.mark.slow
@pytest.mark.parametrize("by", ["command line", "test panel", "notebook cell"])
def test_a_run_ends_soon_after_whoever_started_it(by, tmp_path):
    from checker.exercises import rubric

    (tmp_path / f"{NAME}.py").write_text(LOOP, encoding="utf-8")
    commands = {
        "command line": f"{sys.executable} -P -m checker {NAME} --no-train",
        "test panel": f"{sys.executable} -P -m pytest --pyargs checker.checks.{EXERCISE.checks.stem} --no-train",
        "notebook cell": f'{sys.executable} -P -c "{CELL.format(check=rubric(EXERCISE)[0].name)}"',
    }
    environment = os.environ | {"TMPDIR": str(tmp_path)}
    command = ["sh", "-c", f"{commands[by]}; true"]
    heard = signal.signal(signal.SIGHUP, signal.SIG_DFL)  # tests that `nohup` started hand on that it is ignored
    try:
        with open(os.devnull, "wb") as nothing:
            parent = subprocess.Popen(command, cwd=tmp_path, env=environment, stdout=nothing, stderr=nothing)
    finally:
        signal.signal(signal.SIGHUP, heard)
    try:
        deadline = time.monotonic() + 90
        while not list(tmp_path.glob("checker-run-*/worker-*")) and time.monotonic() < deadline:
            time.sleep(0.1)
        time.sleep(1)
        below = psutil.Process(parent.pid).children(recursive=True)
        dies = below[0] if by == "notebook cell" else psutil.Process(parent.pid)  # the kernel, or the shell
        left = [each for each in below if each != dies]
        assert len(left) > 1
        dies.send_signal(signal.SIGKILL)
        deadline = time.monotonic() + 15  # 2 s on an idle machine; left alone, it would run for a minute and more
        while any(map(lives, left)) and time.monotonic() < deadline:
            time.sleep(0.05)
        assert not [each for each in left if lives(each)]
        assert not list(tmp_path.glob("checker-run-*"))
    finally:
        for each in below:
            if each.is_running():
                each.kill()
        parent.kill()
        parent.wait()


def test_nothing_is_left_where_a_worker_goes_on_to_write_while_a_run_ends(tmp_path):
    code = f"""
import tempfile, threading, time
tempfile.tempdir = {str(tmp_path)!r}
from checker.errors import MachineError
from checker.sandbox import folders
worker = folders.new_folder("worker-")
def write():
    for number in range(300):
        try:
            (worker / f"{{number}}").write_text("x")
        except OSError:
            break
def make():
    try:
        while True:
            folders.new_folder("worker-")
            time.sleep(0.01)
    except (OSError, MachineError):
        pass
threads = [threading.Thread(target=each) for each in (write, make)]
for each in threads:
    each.start()
time.sleep(0.05)
folders.remove_own()
for each in threads:
    each.join()
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    assert not list(tmp_path.iterdir())


def test_folders_of_dead_runs_are_removed_also_those_that_were_never_locked(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    old, new = (tmp_path / f"{folders.PREFIX}{name}" for name in ("1-old", "2-new"))
    for each in (old, new):
        each.mkdir()
        (each / "left").write_text("")
    long_ago = time.time() - 3600
    os.utime(old, (long_ago, long_ago))
    folders.remove_left_over()
    assert [Path(each).name for each in tmp_path.iterdir()] == [new.name]
