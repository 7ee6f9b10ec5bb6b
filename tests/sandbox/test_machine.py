"""What a machine gives is counted as its control groups give it; and where it gives too little, no answer is to blame."""

import json
import os
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import psutil
import pytest

from checker.errors import CheckerError, MachineError
from checker.failures import Failure
from checker.grading import cluster
from checker.learner.code import Learner
from checker.sandbox import machine, shortage
from tests.support.answers import some_exercise

EXERCISE = some_exercise()
NAME = EXERCISE.name
linux = pytest.mark.skipif(sys.platform != "linux", reason="needs Linux")


def tree(folder, files, own, mount):
    """What looks like the kernel's control groups; returns the paths of the two files that tell of them."""
    for name, text in files.items():
        path = folder / "groups" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"{text}\n")
    (folder / "own").write_text(own)
    (folder / "mounts").write_text(
        f"22 1 0:5 / /proc rw - proc proc rw\n{mount.format(groups=folder / 'groups')}\n", encoding="utf-8"
    )
    return str(folder / "own"), str(folder / "mounts")


V2 = "0::/a/b\n", "30 1 0:26 / {groups} rw,relatime shared:4 - cgroup2 cgroup2 rw\n"
V1 = "4:memory:/a/b\n3:cpu,cpuacct:/a/b\n", "30 1 0:26 / {groups} rw,relatime - cgroup cgroup rw,memory,cpu,pids\n"
# In a container the mount begins at the container's own group, of which the process knows the outer name.
INSIDE = "4:memory:/docker/7\n", "30 1 0:26 /docker/7 {groups} ro - cgroup cgroup rw,memory\n"


@pytest.mark.parametrize(
    ("form", "files", "cores", "memory", "kills"),
    [
        (
            V2,
            {"a/b/cpu.max": "max 100000", "a/cpu.max": "150000 100000", "a/memory.max": "3000000000",
             "a/b/memory.max": "max", "a/b/memory.events": "low 0\nmax 7\noom 1\noom_kill 2"},
            1, 3_000_000_000, 2,
        ),
        (
            V1,
            {"a/b/cpu.cfs_quota_us": "50000", "a/b/cpu.cfs_period_us": "100000",
             "a/b/memory.limit_in_bytes": "9223372036854771712", "a/memory.limit_in_bytes": "640000000",
             "a/b/memory.oom_control": "oom_kill_disable 0\nunder_oom 0\noom_kill 5"},
            1, 640_000_000, 5,
        ),
        (INSIDE, {"memory.limit_in_bytes": "768000000", "memory.oom_control": "oom_kill 1"}, None, 768_000_000, 1),
    ],
    ids=["version 2", "version 1", "in a container"],
)  # fmt: skip
def test_what_a_part_of_a_machine_has_is_told_by_its_groups(form, files, cores, memory, kills, tmp_path, monkeypatch):
    own, mounts = tree(tmp_path, files, *form)
    found = machine.groups
    monkeypatch.setattr(machine, "groups", lambda controller: found(controller, own, mounts))
    monkeypatch.setattr(machine.psutil, "virtual_memory", lambda: type("All", (), {"total": 64e9}))
    monkeypatch.setattr(machine.os, "sched_getaffinity", lambda _: set(range(12)), raising=False)
    assert machine.cores() == (cores or 12)
    assert machine.memory() == memory
    counted = machine._table(Path("/proc/vmstat")).get("oom_kill", 0)
    assert machine.oom_kills() == counted + kills
    monkeypatch.setattr(cluster, "gpus", list)
    assert cluster.default_jobs(False) == 1


def test_jobs_are_as_many_as_affinity_and_memory_have_room_for(monkeypatch):
    monkeypatch.setattr(machine, "groups", lambda controller: ())
    monkeypatch.setattr(machine.os, "sched_getaffinity", lambda _: {0, 3, 4, 5}, raising=False)
    monkeypatch.setattr(machine.psutil, "virtual_memory", lambda: type("All", (), {"total": 64e9}))
    monkeypatch.setattr(cluster, "gpus", list)
    assert (cluster.default_jobs(False), cluster.default_jobs(True)) == (4, 2)
    monkeypatch.setattr(machine.psutil, "virtual_memory", lambda: type("All", (), {"total": 4.1e9}))
    assert (cluster.default_jobs(False), cluster.default_jobs(True)) == (2, 2)


ENDS = b"""
import time


def sleep():
    time.sleep(60)


def raises(kind, text):
    raise __builtins__[kind](text)
"""


@pytest.fixture
def answer():
    learner = Learner(NAME, Path(__file__), 1, content=np.frombuffer(ENDS, "uint8"), threads=False)
    learner.load()
    yield learner
    learner.close()


def killed(learner):
    """Ask for something, and end the worker meanwhile as the kernel does where memory runs out."""
    threading.Timer(0.3, psutil.Process(learner._process.pid).kill).start()
    learner.sleep()


@linux
def test_a_worker_that_the_kernel_ended_for_want_of_memory_is_nobodys_fault(answer, monkeypatch):
    kept = answer.sequential([("Input", {"shape": (2,)}), ("Dense", {"units": 1})])
    before = machine.oom_kills()
    monkeypatch.setattr(machine, "oom_kills", lambda: before + 1)
    with pytest.raises(MachineError, match=r"ran out of memory.*give it more"):
        killed(answer)
    answer.load()  # the next check begins anew; what went with the worker is no failure, either
    with pytest.raises(MachineError, match="ran out of memory"):
        answer.call("raises", kept)


@linux
@pytest.mark.parametrize(("more", "limit"), [(0, 2.5e9), (1, 1e8)], ids=["nothing ran out", "beyond its own limit"])
def test_a_worker_that_is_killed_else_costs_its_learner(more, limit, answer, monkeypatch):
    before = machine.oom_kills()
    monkeypatch.setattr(machine, "oom_kills", lambda: before + more)
    monkeypatch.setattr(answer._process._watch, "_look_at_memory", lambda memory: None)  # which would see it first
    monkeypatch.setattr("checker.sandbox.process.ONE_CALL", shortage_limits(limit))
    with pytest.raises(Failure, match="sleep") as failure:
        killed(answer)
    assert ("SIGKILL" in failure.value.got) == (not more)
    assert ("took more than" in failure.value.got) == bool(more)


HOARDS = b"""
import keras
import numpy as np

kept = np.ones(55_000_000)

def build_model():
    return keras.Sequential([keras.Input((784,)), keras.layers.Dense(40_000)])
"""


@linux
@pytest.mark.slow
def test_what_one_worker_keeps_another_one_of_the_same_answer_has_not(monkeypatch):
    """Else a platform's memory would run out, and nobody's fault would it be."""
    monkeypatch.setattr("checker.sandbox.limits._most_memory_gb", 1.35)
    learner = Learner(NAME, Path(__file__), 1, content=np.frombuffer(HOARDS, "uint8"), threads=False)
    try:
        model = learner.build_model()
        with pytest.raises(Failure, match="rebuilding the model of build_model") as failure:
            model(np.zeros((1, 784), "float32"))
        assert "took more than" in failure.value.got
    finally:
        learner.close()


def shortage_limits(size):
    from checker.sandbox.limits import Limits

    return Limits(memory_gb=size / 1e9)


@linux
@pytest.mark.parametrize(
    ("kind", "text", "lacks", "told"),
    [
        ("RuntimeError", "can't start new thread", {"refused_processes": 10**9}, "no more processes or threads"),
        ("BlockingIOError", "[Errno 11] Resource temporarily unavailable", {"refused_processes": 10**9}, "no more pro"),
        ("MemoryError", "", {"promised": 0}, "ran out of memory"),
        ("OSError", "[Errno 28] No space left on device", {"disk": 0}, "TMPDIR=FOLDER"),
    ],
)
def test_an_exception_counts_as_the_machines_only_where_the_machine_lacks_something(
    kind, text, lacks, told, answer, monkeypatch
):
    with pytest.raises(Failure, match="raises"):
        answer.call("raises", kind, text)
    for name, value in lacks.items():
        if name == "disk":
            monkeypatch.setattr(shortage.shutil, "disk_usage", lambda _: type("Disk", (), {"free": 0}))
        else:
            monkeypatch.setattr(machine, name, lambda *_, value=value: value)
    with pytest.raises(MachineError, match=told):
        answer.call("raises", kind, text)
    with pytest.raises(Failure, match="raises"):
        answer.call("raises", "ValueError", "its own")
    with pytest.raises(Failure, match="raises"):
        answer.call("raises", "MemoryError", "Unable to allocate 745. GiB for an array")


@linux
def test_time_that_goes_by_while_memory_is_waited_for_is_not_the_learners(answer, monkeypatch):
    from checker.sandbox.limits import Limits

    limits, began = Limits(wall_seconds=0.5), time.monotonic()
    monkeypatch.setattr(machine, "stalled", lambda: time.monotonic() - began)
    with pytest.raises(MachineError, match="waited for it instead of computing"):
        answer.call("sleep", limits=limits)
    monkeypatch.setattr(machine, "stalled", lambda: 7.0)
    answer.load()
    with pytest.raises(Failure, match="sleep"):
        answer.call("sleep", limits=limits)


@contextmanager
def group(controller, **limits):
    """A control group of the kernel's own, of whichever version; its folder."""
    for place in machine.groups(controller):
        path = place / f"workshop-test-{os.getpid()}"
        try:
            path.mkdir()
        except OSError:
            continue
        for names, value in limits.items():
            for name in names.split("__or__"):
                if (path / name.replace("_DOT_", ".")).exists():
                    (path / name.replace("_DOT_", ".")).write_text(str(value))
                    break
            else:
                path.rmdir()
                break
        else:
            break
    else:
        pytest.skip(f"needs the right to make a control group that counts {controller}")
    try:
        yield path
    finally:
        deadline = time.monotonic() + 10
        while path.exists() and time.monotonic() < deadline:
            try:
                path.rmdir()
            except OSError:
                time.sleep(0.1)


@pytest.mark.confinement
@pytest.mark.slow
def test_the_reference_solution_never_loses_points_where_memory_is_short(tmp_path):
    with group("memory", memory_DOT_max__or__memory_DOT_limit_in_bytes=330 * 2**20) as path:
        command = f"echo $$ > {path}/cgroup.procs && exec {sys.executable} -m checker {NAME} --no-train"
        command += f" --file {EXERCISE.solution} --json {tmp_path / 'r.json'}"
        done = subprocess.run(["sh", "-c", command], capture_output=True, text=True, timeout=200)
    assert done.returncode == 3, done.stdout + done.stderr
    if (tmp_path / "r.json").exists():
        report = json.loads((tmp_path / "r.json").read_text("utf-8"))
        assert "score" not in report
        assert {test["extra_data"]["outcome"] for test in report["tests"]} <= {"pass", "wait", "error"}
    assert "ran out of memory" in " ".join((done.stdout + done.stderr).split())


@pytest.mark.confinement
def test_where_no_thread_can_be_had_a_worker_is_not_to_blame():
    with group("pids", pids_DOT_max=shortage.TRIED_THREADS // 2) as path:
        text = "from checker.sandbox import shortage; print(shortage._threads_can_be_had())"
        command = f"echo $$ > {path}/cgroup.procs && exec {sys.executable} -c '{text}'"
        done = subprocess.run(["sh", "-c", command], capture_output=True, text=True, timeout=60)
        assert done.stdout == "False\n", done.stderr
    assert shortage._threads_can_be_had()


def test_what_a_process_without_learner_code_said_of_its_end_is_taken_at_its_word():
    assert "processes" in str(shortage.named("BlockingIOError: [Errno 11] Resource temporarily unavailable"))
    assert "memory" in str(shortage.named("OSError: [Errno 12] Cannot allocate memory"))
    assert shortage.named("ImportError: no such thing") is None
    assert isinstance(shortage.named("MemoryError"), CheckerError)
