"""Level container, in the likeness of a container: its flags, made by bubblewrap and setpriv. Needs root to make it."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from checker.sandbox import confinement
from checker.worker import lockdown
from tests.conftest import need_confinement
from tests.support.answers import compose, compose_unwritten, some_exercise, static_points
from tests.support.attacking import HIDDEN_READ, PUBLIC_READ, named

pytestmark = [pytest.mark.confinement, pytest.mark.slow]
# The kernel counts a user's processes over all containers: a fork bomb beside this one must be another user's.
USER = str(1000 + int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")))
PRIVILEGES = ["--reuid", USER, "--regid", USER, "--clear-groups", "--bounding-set", "-all", "--no-new-privs"]


@pytest.fixture(scope="module")
def container(tmp_path_factory):
    """Runs a command in what looks like a container that holds the checkout and a submission; returns it finished."""
    need_confinement()
    if os.geteuid() or not shutil.which("setpriv"):
        pytest.skip("needs root and setpriv")
    try:
        lockdown.landlock_version()
    except lockdown.LockdownError as error:
        pytest.skip(str(error))
    limits = tmp_path_factory.mktemp("limits")
    (limits / "memory.max").write_text("8589934592\n")
    (limits / "pids.max").write_text("1024\n")
    limits.chmod(0o755)
    root = Path(lockdown.PACKAGE).parent

    def run(command, text="", privileges=PRIVILEGES):
        submission = tmp_path_factory.mktemp("submission")
        submission.chmod(0o755)
        (submission / "answer.py").write_text(text, encoding="utf-8")
        inside = confinement.bubblewrap([])
        place = inside.index("--remount-ro")
        assert inside[place + 1] == str(lockdown.PACKAGE)  # here the checker is inside, too, with all that it knows
        more = [
            each
            for path in (*(root / name for name in ("checker", "solutions", "exercises", "docs")), lockdown.HIDDEN)
            for each in ("--ro-bind", *2 * [str(path)])
        ]
        more += ["--perms", "0755", "--dir", "/sys/fs", "--ro-bind", str(limits), "/sys/fs/cgroup"]
        more += ["--dir", "/run", "--ro-bind", "/dev/null", "/run/.containerenv"]
        more += ["--ro-bind", str(submission), "/submission", "--perms", "1777", "--tmpfs", "/results"]
        inside[place : place + 2] = more
        environment = {
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(root),
            "HOME": "/results",
            "TMPDIR": "/results",
            "TF_CPP_MIN_LOG_LEVEL": "3",
        }
        whole = [*inside, "setpriv", *privileges, *command]
        return subprocess.run(whole, env=environment, capture_output=True, text=True, timeout=120)

    return run


NAME = some_exercise().name
CHECK = f"{sys.executable} -P -m checker {NAME} --file /submission/answer.py --no-train --confine container"


def judge(container, text):
    done = container(
        ["sh", "-c", f"{CHECK} --json /results/results.json > /results/log; cat /results/results.json"], text
    )
    assert done.stdout, done.stderr
    return json.loads(done.stdout)


def test_a_right_answer_gets_its_points(container):
    assert judge(container, compose(NAME))["score"] == static_points(NAME)


@pytest.mark.parametrize(
    "name",
    [
        "abstract_socket", "child_that_goes_on", "disk_by_room_without_size", "fork_bomb", "memory_of_sockets",
        "memory_that_is_mapped_no_more", "namespaces_and_mounts", "network", "reach_others_by_number",
        "read_another_submission", "read_memory_of_others", "read_the_environment", "read_the_solution",
        "unnamed_memory_bomb", "write_everywhere", "write_results",
    ],
)  # fmt: skip
def test_attacks_gain_nothing(name, container):
    attack = named(name, NAME)
    names = "OUTSIDE, PORT, ABSTRACT = '/submission', 9, '\\0nobody'\n"
    found = judge(container, compose_unwritten(NAME, f"{names}{attack.path.read_text('utf-8')}"))
    assert found.get("score") == 0, found
    told = "\n".join(test["output"] for test in found["tests"])
    # Here a fork bomb takes the cores from the checker, too, which may see first how much time went by.
    assert attack.says("tells") in told or (name == "fork_bomb" and "it took more" in told)


@pytest.mark.parametrize("how", HIDDEN_READ)
def test_a_submission_cannot_paint_creatures(how, container):
    told = judge(container, f"{how}\nraise SystemError('it can')\n")["tests"][0]["output"]
    assert "it can" not in told
    assert "ModuleNotFoundError" in told or "PermissionError" in told or "ImportError" in told


def test_a_submission_can_read_what_labels_of_creatures_mean(container):
    assert "bodies: [0 2]" in judge(container, PUBLIC_READ)["tests"][0]["output"]


def test_files_and_signals_are_bounded(container):
    text = "for number in range(1000):\n    open(str(number), 'wb').write(bytes(20_000_000))\n"
    assert "MB of files" in judge(container, text)["tests"][0]["output"]
    text = "for _ in range(100):\n    file = open('x', 'wb')\n    file.write(bytes(20_000_000))\n    import os\n    os.unlink('x')\n"
    assert "PermissionError" in judge(container, text)["tests"][0]["output"]  # it would go on to take room, unseen
    text = "import tempfile\nfiles = [tempfile.TemporaryFile() for _ in range(3)]\n"
    assert "is yours to write" not in judge(container, text)["tests"][0]["output"]
    text = "import os\nfor number in [os.getppid(), 1]:\n    os.kill(number, 9)\n"
    assert "PermissionError" in judge(container, text)["tests"][0]["output"]


@pytest.mark.parametrize(
    ("privileges", "missing"), [(PRIVILEGES[:5], "--cap-drop ALL"), (PRIVILEGES[5:], "--user 1000")]
)
def test_a_container_with_too_many_rights_is_refused(privileges, missing, container):
    done = container(CHECK.split(), "open('/tmp/ran', 'w')\n", privileges)
    assert done.returncode == 2
    assert missing in done.stderr.partition("Start the container with")[0]


def test_what_a_container_lacks_is_told_with_its_flag(monkeypatch, tmp_path):
    monkeypatch.setattr(confinement, "CGROUP", tmp_path)
    monkeypatch.setattr(confinement, "in_container", lambda: True)
    lacking = confinement.why_no_container().partition("Start the container with")[0]
    assert "--memory" in lacking
    assert "--pids-limit" in lacking
    assert "--read-only" in lacking
    monkeypatch.setattr(confinement.psutil, "net_if_addrs", lambda: {"lo": [], "eth0": []})
    assert "--network none" in confinement.why_no_container().partition("Start the container with")[0]
    monkeypatch.setenv(confinement.NETWORK, "yes")  # on purpose: a worker must reach its scheduler
    assert "--network none" not in confinement.why_no_container().partition("Start the container with")[0]
    monkeypatch.setattr(confinement, "in_container", lambda: False)
    assert "no container" in confinement.why_no_container()
