"""The memory, cores and time of a platform's container, for a command and all that it starts.

Where control groups can be made, the kernel keeps the command within them, as it does on the platform. Elsewhere the
memory is looked at ten times a second, and whoever holds more is ended; and a part of a core is a whole one.
"""

import math
import os
import subprocess
import threading
import time
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import dataclass
from pathlib import Path

import psutil

from checker.sandbox import machine

LOOK_SECONDS = 0.1
PERIOD = 100_000  # microseconds, of which a group is given a part of each core


def held(pid):
    """Bytes of memory that a process and all below it hold.

    What they share counts once. Of the files that they have mapped, such as TensorFlow's code, so much counts as the one
    holds that holds most: who else on the machine has mapped them makes no difference.
    """
    own, files = 0, 0
    for each in tree(pid):
        with suppress(OSError, KeyError, ValueError):
            lines = Path(f"/proc/{each}/smaps_rollup").read_text().splitlines()[1:]
            sizes = {line.split()[0]: int(line.split()[1]) * 1024 for line in lines}
            own += sizes["Pss_Anon:"] + sizes["Pss_Shmem:"] + sizes["SwapPss:"]
            files = max(files, sizes["Rss:"] - sizes["Anonymous:"])
    return own + files


def _at_most(pid):
    """A number that `held` does not exceed, much sooner: what is shared counts each time."""
    found = 0
    for each in tree(pid):
        with suppress(OSError):
            lines = [line.split() for line in Path(f"/proc/{each}/status").read_text().splitlines()]
            found += sum(int(line[1]) * 1024 for line in lines if line[:1] in (["VmRSS:"], ["VmSwap:"]))
    return found


def tree(pid):
    """The numbers of a process and of all below it."""
    with suppress(psutil.Error):
        return [pid, *(child.pid for child in psutil.Process(pid).children(recursive=True))]
    return []


@contextmanager
def group(*limits):
    """A control group of the kernel's own, of whichever version, that goes when it is left.

    Args:
        *limits: a dict each, of what version 2 and version 1 call a file to what is written there; the first one that
            the group has is taken.

    Yields:
        Its folder; None where none can be made that has them all.
    """
    controller = next(iter(limits[0])).partition(".")[0]
    path = next(filter(None, (_made(place, limits) for place in machine.groups(controller))), None)
    try:
        yield path
    finally:
        deadline = time.monotonic() + 10
        while path is not None and path.exists() and time.monotonic() < deadline:
            try:
                path.rmdir()
            except OSError:
                time.sleep(0.1)


def _made(place, limits):
    path = place / f"workshop-room-{os.getpid()}-{time.monotonic_ns()}"
    try:
        path.mkdir()
    except OSError:
        return None
    chosen = [next((name for name in each if (path / name).exists()), None) for each in limits]
    try:
        for name, each in zip(chosen, limits, strict=True):
            (path / name).write_text(str(each[name]))
        return path
    except (OSError, TypeError):
        path.rmdir()
        return None


@dataclass(frozen=True)
class Room:
    """What a container has: bytes of memory without swap, cores, and seconds until it is ended."""

    memory: float = math.inf
    cores: float = math.inf
    seconds: float = 900

    def run(self, command, **options):
        """Run a command; returns `(exit status, what was printed, what it lacked: "", "memory" or "time")`."""
        with self._memory() as memory, self._cores() as cores:
            return self._run(command, memory, cores, options)

    def _memory(self):
        if math.isinf(self.memory):
            return nullcontext()
        return group(dict.fromkeys(("memory.max", "memory.limit_in_bytes"), int(self.memory)))

    def _cores(self):
        if math.isinf(self.cores):
            return nullcontext()
        quota = int(self.cores * PERIOD)
        return group({"cpu.max": f"{quota} {PERIOD}", "cpu.cfs_quota_us": quota})

    def _run(self, command, memory, cores, options):
        process = subprocess.Popen(
            command,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            preexec_fn=lambda: self._enter(memory, cores),
            **options,
        )
        lacked, done = [], threading.Event()
        watcher = threading.Thread(target=self._watch, args=(process, lacked, done, memory is None))
        watcher.start()
        printed, _ = process.communicate()
        done.set()
        watcher.join()
        if memory is not None and any(_kills(memory / name) for name in ("memory.events", "memory.oom_control")):
            lacked.append("memory")
        return process.returncode, printed, " ".join(lacked)

    def _enter(self, memory, cores):
        for path in filter(None, (memory, cores)):
            (path / "cgroup.procs").write_text(str(os.getpid()))
        if cores is None and not math.isinf(self.cores):
            os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[: math.ceil(self.cores)])

    def _watch(self, process, lacked, done, looks):
        end = time.monotonic() + self.seconds
        while not done.wait(LOOK_SECONDS):
            late = time.monotonic() > end
            if late or (looks and _at_most(process.pid) > self.memory and held(process.pid) > self.memory):
                lacked.append("time" if late else "memory")
                process.kill()  # bubblewrap, with which all ends that it has started
                return


def _kills(path):
    with suppress(OSError):
        words = path.read_text().split()
        return int(words[words.index("oom_kill") + 1]) if "oom_kill" in words else 0
    return 0
