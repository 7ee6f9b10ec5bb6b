"""What a worker uses is counted whole, what it prints is bounded, and nothing of it is left when its checker has gone."""

import fcntl
import os
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import numpy as np
import psutil
import pytest

from checker.failures import Failure
from checker.learner.code import Learner
from checker.sandbox import family, folders, groups, launchers
from checker.sandbox.limits import Limits
from checker.sandbox.output import MOST_KEPT, Output
from checker.worker import lockdown
from tests.support.answers import check, doing, lost, outcomes, some_exercise

NAME = some_exercise().name
linux = pytest.mark.skipif(sys.platform != "linux", reason="needs Linux")


@pytest.fixture
def output():
    output = Output()
    yield output
    output.close()


def test_output_is_told_by_where_it_began(output):
    os.write(output.fileno(), b"before")
    start = output.begin()
    os.write(output.fileno(), "später\n".encode())
    assert output.text(start) == "später\n"
    assert output.size == start + 8
    output.started()
    assert output.drain() == start + 8
    assert output.waits() == []  # nobody is left who could print


@linux
def test_output_is_no_file_that_takes_room_or_forgets_what_is_read(output):
    descriptor = output.fileno()
    with pytest.raises(OSError, match=r"Illegal seek|Invalid argument"):
        os.posix_fallocate(descriptor, 0, 2**20)
    fcntl.fcntl(descriptor, fcntl.F_SETFL, fcntl.fcntl(descriptor, fcntl.F_GETFL) | os.O_DIRECT)
    os.write(descriptor, b"one ")
    os.write(descriptor, b"two")
    assert output.text(0) == "one two"


def test_of_endless_output_a_part_is_kept(output):
    os.set_blocking(output.fileno(), False)
    printed = 0
    while printed <= MOST_KEPT:
        printed += os.write(output.fileno(), bytes(2**16))
        output.drain()
    assert output.size == printed
    assert len(output.text(0)) == MOST_KEPT


def python(text, **options):
    return subprocess.Popen([sys.executable, "-c", textwrap.dedent(text)], stdout=subprocess.PIPE, text=True, **options)


HOLD = "kept = b'1' * 300_000_000"
ORPHAN = "if os.fork() == 0:\n {}\n if os.fork() == 0: " + HOLD + "\n else: os._exit(0)\nelse: os.wait()"


@linux
@pytest.mark.parametrize(
    ("text", "processes"),
    [
        (HOLD, 0),
        (f"if os.fork() == 0: {HOLD}", 1),
        (ORPHAN.format("pass"), 1),
        (ORPHAN.format("os.setsid()"), 1),
        ("threading.Thread(target=hold).start(); libc.syscall(number, 0)", 0),
        ("kept = mmap.mmap(-1, 2**38, flags=34, prot=1); [kept[n] for n in range(0, 2**37 + 2**35, 2**21)]", 0),
    ],
    ids=["itself", "child", "orphan", "orphan_of_a_session", "thread", "page_tables"],
)
def test_memory_is_found_wherever_it_is(text, processes):
    keeper = python(
        f"""
        import os
        import sys
        sys.path.insert(0, {str(Path(lockdown.PACKAGE).parent)!r})
        from checker.worker import lockdown
        lockdown.keep()
        import ctypes, mmap, threading, time
        libc, number = ctypes.CDLL(None), {{"x86_64": 60, "aarch64": 93}}[os.uname().machine]
        def hold():
            kept = b"1" * 300_000_000
            time.sleep(60)
        print(os.getpid(), flush=True)
        exec({text!r})
        time.sleep(60)
        """
    )
    pid = int(keeper.stdout.readline())
    try:
        found, deadline = family.Family(pid, keeper.pid), time.monotonic() + 20
        while time.monotonic() < deadline:
            living = found.look()
            if found.used()[1] > 3e8 and living == processes:
                break
            time.sleep(0.05)
        assert living == processes
        assert found.used()[1] > 3e8
        # Less than it holds where the kernel has meanwhile put away pages that nobody touches.
        assert 2e8 < found.memory() < 4e8
    finally:
        for child in psutil.Process(keeper.pid).children(recursive=True):
            child.kill()
        keeper.kill()
        keeper.wait()


@linux
def test_computing_counts_of_those_who_have_ended_too():
    keeper = python(
        "import os\nif os.fork() == 0:\n while os.times().user < 0.5: pass\n os._exit(0)\nos.wait()\ninput()",
        stdin=subprocess.PIPE,
    )
    found, deadline = family.Family(keeper.pid, keeper.pid), time.monotonic() + 20
    while found.used()[0] < 0.5 and time.monotonic() < deadline:
        found.look()
        time.sleep(0.05)
    assert found.used()[0] >= 0.5
    keeper.communicate("\n")


def tree(folder, counted):
    """What looks like the kernel's control groups, with this process in /a/b; groups can be made in /a."""
    here = folder / "groups" / "a" / "b"
    here.mkdir(parents=True)
    for place, text in ((here, ""), (here.parent, counted), (here.parents[1], "cpu memory pids")):
        (place / "cgroup.subtree_control").write_text(text)
    (here.parent / "cgroup.procs").write_text("")
    (folder / "mounts").write_text(f"proc /proc proc rw 0 0\ncgroup2 {folder / 'groups'} cgroup2 rw 0 0\n")
    (folder / "own").write_text("4:memory:/x\n0::/a/b\n")
    return here.parent


def test_groups_are_made_where_memory_is_counted(tmp_path):
    place = tree(tmp_path, "memory pids")
    assert groups.parent(tmp_path / "mounts", tmp_path / "own") == place
    (place / "cgroup.subtree_control").write_text("pids")
    assert groups.parent(tmp_path / "mounts", tmp_path / "own") is None  # in /, no process can be put: no cgroup.procs
    assert groups.parent(tmp_path / "none", tmp_path / "own") is None


def test_a_group_tells_what_is_used_and_why_it_ended(tmp_path):
    group = groups.Group(tmp_path / "worker")
    assert group.used() == (0, 0)
    assert not group.ran_out()
    group.bound(1e9)
    assert group.add(7)
    for name, text in {
        "memory.current": "900\n",
        "memory.stat": "anon 300\nfile 500\nshmem 100\n",
        "cpu.stat": "usage_usec 2500000\nuser_usec 1\n",
        "memory.events": "low 0\noom 2\noom_kill 1\n",
        "cgroup.procs": "7\n8\n",
    }.items():
        (tmp_path / "worker" / name).write_text(text)
    assert group.used() == (2.5, 500)  # what was read from files can be given back at any time, and does not count
    assert group.ran_out()
    assert int((tmp_path / "worker" / "memory.max").read_text()) == 1.1e9
    assert family.Family(7, 8, group).look() == 0


@linux
def test_a_group_ends_with_all_that_is_in_it():
    """In the kernel's own control groups, where this user may make one, whether or not memory is counted there."""
    place = groups.parent(needed=())
    name = f"workshop-test-{os.getpid()}"
    if place is None or not (place / "cgroup.procs").exists():
        pytest.skip("needs control groups, version 2")
    child = python("import os, time\nif os.fork() == 0:\n os.setsid()\nprint(flush=True)\ntime.sleep(60)")
    try:
        group = groups.Group(place / name)
        assert group.add(child.pid)
        child.stdout.readline()
        assert child.pid in group.processes()
        groups.Group(place / f"{name}-2")
        for each in (name, f"{name}-2"):
            groups._end(place / each)
        assert child.wait(5) == -9
        assert not list(place.glob(f"{name}*"))
    finally:
        child.kill()


def test_what_a_killed_checker_left_is_removed_and_no_more(tmp_path):
    environment = os.environ | {"TMPDIR": str(tmp_path), "PYTHONPATH": os.pathsep.join(sys.path)}
    text = "from checker.sandbox import folders\nprint(folders.new_folder('x-'), flush=True)\ninput()"
    killed, living = (python(text, env=environment, stdin=subprocess.PIPE) for _ in range(2))
    left, used = (Path(each.stdout.readline().strip()) for each in (killed, living))
    other = tmp_path / f"{folders.PREFIX}of-another-make"
    other.mkdir()
    killed.kill()
    killed.wait()
    assert left.is_dir()
    ended = python(text, env=environment, stdin=subprocess.PIPE)
    own = Path(ended.stdout.readline().strip())
    ended.communicate("\n")
    assert not left.parent.exists()
    assert not own.parent.exists()
    assert used.is_dir()
    assert other.is_dir()
    living.communicate("\n")
    assert not used.parent.exists()


LOOP = "while True:\n    pass\n"


@linux
@pytest.mark.parametrize("spawn", ["", "1"])
@pytest.mark.slow
def test_a_run_ends_with_the_shell_that_started_it(spawn, tmp_path):
    """Also while the learner's code goes round and round; and no process of it is left."""
    (tmp_path / f"{NAME}.py").write_text(LOOP)
    environment = os.environ | {"CHECKER_SPAWN": spawn, "TMPDIR": str(tmp_path)}
    command = f"{sys.executable} -P -m checker {NAME} --no-train; true"
    shell = subprocess.Popen(["sh", "-c", command], cwd=tmp_path, env=environment, stdout=subprocess.DEVNULL)
    deadline, busy = time.monotonic() + 60, []
    while not busy and time.monotonic() < deadline:
        time.sleep(0.2)
        below = psutil.Process(shell.pid).children(recursive=True)
        busy = [
            each for each in below if list(tmp_path.glob("checker-run-*/worker-*")) and len(below) > 2 - bool(spawn)
        ]
    time.sleep(1)
    below = psutil.Process(shell.pid).children(recursive=True)
    assert below
    shell.kill()
    shell.wait()
    _, left = psutil.wait_procs(below, timeout=30)
    assert left == []


@pytest.mark.confinement
def test_no_two_workers_are_the_same_user(level):
    if os.geteuid():
        pytest.skip("needs root: else each is alone in a namespace of users")
    servers = [launchers.ForkServer(level) for _ in range(2)]
    workers = [server.start() for server in servers]
    try:
        assert len({psutil.Process(worker.pid).uids().real for worker in workers}) == 2
    finally:
        for worker in workers:
            worker.close()
        for server in servers:
            server.close()


MAKES = {
    "deep folders": ("for _ in range(5000):\n os.mkdir('a')\n os.chdir('a')\n open('f', 'w')", "folders in each other"),
    "deep folders with long names": (
        "for _ in range(300):\n os.mkdir('n' * 250)\n os.chdir('n' * 250)",
        "folders in each other",
    ),
    "many folders": ("[os.mkdir(str(n)) for n in range(20_001)]", "20,000"),
    "a folder without rights": (
        "os.makedirs('a', exist_ok=True)\nopen('a/f', 'w')\nos.chmod('a', 0)",
        "hid its files" if hasattr(os, "geteuid") and os.geteuid() else "",  # root may read it
    ),
    "links, pipes and sockets": (
        "os.symlink('..', 'up')\nos.symlink('.', 'same')\nos.mkfifo('pipe')\nos.mkdir('a')\n"
        "import socket\nsocket.socket(socket.AF_UNIX).bind('a/socket')\nopen('a/\\udcff\\n', 'w')\nos.chdir('a')",
        "",
    ),
}


@linux
@pytest.mark.slow
@pytest.mark.parametrize("does", MAKES.values(), ids=MAKES)
def test_whatever_folders_a_worker_makes_its_checker_goes_on_and_removes_them(does, tmp_path):
    does, told = does
    path = tmp_path / f"{NAME}.py"
    path.write_text(doing(NAME, f"import os, time\n{does}\ntime.sleep(0.6)"), encoding="utf-8")
    outcome = check(NAME, path)
    found, learner = outcomes(outcome), outcome.results.learners[NAME]
    assert "error" not in found.values()
    if told:
        assert told in next(result.failure.got for result in outcome.results if result.outcome == "fail")
    else:
        assert not lost(outcome)
    assert not learner._process.folder.exists()


@linux
def test_a_folder_is_removed_however_deep_it_is(tmp_path):
    """What is beside it stays, and so does what a link in it points to."""
    folder, other = tmp_path / "deep", tmp_path / "other"
    folder.mkdir()
    other.mkdir()
    (other / "file").write_text("stays")
    text = f"import os\nos.chdir({str(folder)!r})\nfor _ in range(3000):\n os.mkdir('a')\n os.chdir('a')"
    subprocess.run([sys.executable, "-c", f"{text}\n os.symlink({str(other)!r}, 'link')"], check=True)
    folders.remove(folder)
    assert [each.name for each in tmp_path.iterdir()] == ["other"]
    assert (other / "file").read_text() == "stays"


@linux
@pytest.mark.slow
def test_time_in_which_a_worker_waits_for_a_core_is_not_its_own():
    limits = Limits(cpu_seconds=10, wall_seconds=2)
    found = Learner(NAME, Path(__file__), 1, content=np.frombuffer(SPINS, "uint8"), threads=False)
    found.load()
    busy = [python("while True: pass", start_new_session=True) for _ in range(6 * os.cpu_count())]
    try:
        assert found.call("spin", limits=limits) == 1
        with pytest.raises(Failure) as failure:
            found.call("sleep", limits=limits)
        assert "no answer after 2 s" in failure.value.got
    finally:
        for each in busy:
            each.kill()
            each.wait()
            each.stdout.close()
        found.close()


SPINS = b"""
import time


def spin():
    while time.process_time() < 1:
        pass
    return 1


def sleep():
    time.sleep(60)
"""
