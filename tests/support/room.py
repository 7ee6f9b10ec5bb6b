"""The memory, cores and time of a platform's container, for a command and all that it starts.

Where a control group can be had that counts memory and cores (version 2), the kernel keeps the command within it, as it
does on the platform. Elsewhere the memory is looked at ten times a second, and whoever holds more is ended; and a part of
a core is a whole one.
"""

import math
import os
import subprocess
import threading
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import psutil

from checker.sandbox import groups

LOOK_SECONDS = 0.1
PERIOD = 100_000  # microseconds, of which a group is given a part of each core


def held(pid):
    """Bytes of memory that a process and all below it hold.

    What they share counts once. Of the files that they have mapped, such as TensorFlow's code, so much counts as the one
    holds that holds most: who else on the machine has mapped them makes no difference.
    """
    own, files = 0, 0
    for each in _tree(pid):
        with suppress(OSError, KeyError, ValueError):
            lines = Path(f"/proc/{each}/smaps_rollup").read_text().splitlines()[1:]
            sizes = {line.split()[0]: int(line.split()[1]) * 1024 for line in lines}
            own += sizes["Pss_Anon:"] + sizes["Pss_Shmem:"] + sizes["SwapPss:"]
            files = max(files, sizes["Rss:"] - sizes["Anonymous:"])
    return own + files


def _at_most(pid):
    """A number that `held` does not exceed, much sooner: what is shared counts each time."""
    found = 0
    for each in _tree(pid):
        with suppress(OSError):
            lines = [line.split() for line in Path(f"/proc/{each}/status").read_text().splitlines()]
            found += sum(int(line[1]) * 1024 for line in lines if line[:1] in (["VmRSS:"], ["VmSwap:"]))
    return found


def _tree(pid):
    with suppress(psutil.Error):
        return [pid, *(child.pid for child in psutil.Process(pid).children(recursive=True))]
    return []


@dataclass(frozen=True)
class Room:
    """What a container has: bytes of memory without swap, cores, and seconds until it is ended."""

    memory: float = math.inf
    cores: float = math.inf
    seconds: float = 900

    def run(self, command, **options):
        """Run a command; returns `(exit status, what was printed, why it was ended, or "")`."""
        group = self._group()
        process = subprocess.Popen(
            command,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            preexec_fn=lambda: self._enter(group),
            **options,
        )
        ended, done = [], threading.Event()
        watcher = threading.Thread(target=self._watch, args=(process, ended, done, group is None))
        watcher.start()
        printed, _ = process.communicate()
        done.set()
        watcher.join()
        if group is not None:
            if " oom_kill 0" not in f" {(group / 'memory.events').read_text()}".replace("\n", " "):
                ended.append("memory")
            with suppress(OSError):
                group.rmdir()
        return process.returncode, printed, " ".join(ended)

    def _group(self):
        """A control group of this size, a folder; None where there can be none."""
        place = groups.parent(needed=("memory", "cpu"))
        if place is None or math.isinf(self.memory):
            return None
        group = place / f"room-{os.getpid()}-{time.monotonic_ns()}"
        group.mkdir()
        (group / "memory.max").write_text(str(int(self.memory)))
        (group / "memory.swap.max").write_text("0")
        (group / "cpu.max").write_text(f"{int(self.cores * PERIOD)} {PERIOD}")
        return group

    def _enter(self, group):
        if group is not None:
            (group / "cgroup.procs").write_text(str(os.getpid()))
        elif not math.isinf(self.cores):
            some = sorted(os.sched_getaffinity(0))[: math.ceil(self.cores)]
            os.sched_setaffinity(0, some)

    def _watch(self, process, ended, done, looks):
        end = time.monotonic() + self.seconds
        while not done.wait(LOOK_SECONDS):
            late = time.monotonic() > end
            if late or (looks and _at_most(process.pid) > self.memory and held(process.pid) > self.memory):
                ended.append("time" if late else "memory")
                process.kill()  # bubblewrap, with which all ends that it has started
                return
