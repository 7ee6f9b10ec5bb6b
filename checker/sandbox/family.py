"""All that a worker has started, and what it uses: by control group where one can be had, else by looking at each.

A worker has a keeper: the process that adopts the orphans of all that the worker started (`lockdown.keep`, and at level
"class" the namespace's first process). So whatever lives is found below the keeper. What reading it has to withstand:

- a process whose first thread has ended has a `/proc/PID/status` without memory; its other threads tell;
- pages of zeros cost page tables alone, and what was written and is mapped no more costs swap;
- a parent that ignores its children's ends is not told what they used: it is remembered from the last look.
"""

import os
from contextlib import suppress
from pathlib import Path

import psutil

TICK = os.sysconf("SC_CLK_TCK") if hasattr(os, "sysconf") else 100
# Whether the kernel lists the children of a process; else the whole table of processes has to be read.
LISTS = Path("/proc/thread-self/children").exists()
MOST_PROCESSES = 64
COUNTED = ("VmRSS", "VmPTE", "VmSwap")


class Family:
    """A worker, its keeper, and what they started.

    Args:
        pid: the worker's number.
        keeper: of the process that adopts what it leaves behind; its own, where there is none.
        group: a `checker.sandbox.groups.Group` that holds them; None where there is none.

    Attributes:
        pid: the worker's number.
        threads: how many threads they had at the last look.
    """

    def __init__(self, pid, keeper, group=None):
        self.pid, self._keeper, self._group = pid, keeper, group
        self._members, self._own, self._gone, self._cpu = {pid, keeper}, {}, 0.0, 0.0
        self.threads = 0
        self._others = 0.0, 0, 0.0  # of all but the two: CPU seconds, bytes, CPU seconds of their dead children

    def bound(self, size):
        """Have the kernel keep them within about so many bytes of memory, where it can."""
        if self._group is not None:
            self._group.bound(size)

    def look(self):
        """Find out who lives; returns how many processes the worker has started.

        Of more than `MOST_PROCESSES` nothing else is read: they leave hardly a moment to read it in.
        """
        if self._group is not None:
            found = set(self._group.processes())
        else:
            found = _below(self._keeper) | {self._keeper, self.pid}
        for pid in self._own.keys() - found:
            self._gone += self._own.pop(pid)
        self._members = found
        others = found - {self.pid, self._keeper}
        self.threads = sum(len(_threads(pid)) for pid in found) if len(found) <= MOST_PROCESSES else MOST_PROCESSES**2
        if self._group is None and len(others) <= MOST_PROCESSES:
            told = [self._times(pid) for pid in others]
            memory = sum(memory_of(pid) for pid in others)
            self._others = sum(own for own, _ in told), memory, sum(dead for _, dead in told)
        return len(others)

    def members(self):
        """The numbers of all that live, but the keeper, which is no code of the learner's."""
        self.look()
        return self._members - {self._keeper} | {self.pid}

    def used(self):
        """CPU seconds so far, those of ended processes with them, and bytes of memory now, which may be too many.

        Whoever else than the worker was there at the last look counts as it was then.
        """
        if self._group is not None:
            return self._group.used()
        cpu, memory, dead = self._others
        for pid in {self.pid, self._keeper}:
            own, buried = self._times(pid)
            cpu, dead = cpu + own, dead + buried
        self._cpu = max(self._cpu, cpu + max(dead, self._gone))
        return self._cpu, memory + memory_of(self.pid)

    def waited(self):
        """Seconds so far in which the worker was ready to compute, and no core was free; 0 where the kernel is silent.

        Of its first thread: who starts many gets no more time by having them wait for each other.
        """
        try:
            return int(_read(f"/proc/{self.pid}/schedstat").split()[1]) / 1e9
        except (OSError, IndexError, ValueError):
            return 0.0

    def memory(self):
        """Bytes of memory, counted with care: what several of them share counts once, where the kernel tells."""
        if self._group is not None:
            return self._group.used()[1]
        return memory_of(self.pid) + sum(
            min(memory_of(pid), _share_of(pid)) for pid in self._members - {self.pid, self._keeper}
        )

    def _times(self, pid):
        """CPU seconds of a process, and of its children that it has buried."""
        try:
            if LISTS:
                fields = _read(f"/proc/{pid}/stat").rpartition(")")[2].split()
                own, buried = (sum(map(int, fields[at : at + 2])) / TICK for at in (11, 13))
            else:
                times = psutil.Process(pid).cpu_times()
                own, buried = times.user + times.system, sum(times[2:4]) if len(times) >= 4 else 0.0
        except (psutil.Error, OSError, ValueError):
            return 0.0, 0.0
        self._own[pid] = own
        return own, buried


def _below(root):
    """The numbers of all processes below one, or of more than may be."""
    if not LISTS:
        with suppress(psutil.Error):
            return {child.pid for child in psutil.Process(root).children(recursive=True)}
        return set()
    found, waiting = set(), [root]
    while waiting and len(found) <= MOST_PROCESSES + 2:  # the worker and its keeper are none too many
        pid = waiting.pop()
        for thread in _threads(pid):  # each thread has children of its own
            with suppress(OSError):
                new = set(map(int, _read(f"/proc/{pid}/task/{thread}/children").split())) - found
                found |= new
                waiting += new
    return found


def memory_of(pid):
    """Bytes of memory that a process holds, with its page tables and what was swapped; 0 if it is gone."""
    if not LISTS:
        with suppress(psutil.Error):
            return psutil.Process(pid).memory_info().rss
        return 0
    size = _status(f"/proc/{pid}/status")
    if size is None:  # its first thread has ended, or it has ended whole
        size = max((_status(f"/proc/{pid}/task/{thread}/status") or 0 for thread in _threads(pid)), default=0)
    return size


def _status(path):
    lines = []
    with suppress(OSError):
        lines = [line.split() for line in _read(path).splitlines() if line.startswith(COUNTED)]
    return sum(int(line[1]) for line in lines) * 1024 if lines else None


def _share_of(pid):
    """The same, but of each shared page only the share; inf where that may not be read."""
    for thread in _threads(pid):
        with suppress(OSError):
            lines = [line.split() for line in _read(f"/proc/{pid}/task/{thread}/smaps_rollup").splitlines()[1:]]
            sizes = {line[0]: int(line[1]) for line in lines}
            tables = [line.split() for line in _read(f"/proc/{pid}/status").splitlines() if line.startswith("VmPTE")]
            return (sizes["Pss:"] + sizes.get("SwapPss:", 0) + sum(int(line[1]) for line in tables)) * 1024
    return float("inf")


def _threads(pid):
    try:
        return os.listdir(f"/proc/{pid}/task")
    except OSError:
        return []


def _read(path):
    with open(path, "rb", buffering=0) as file:
        return file.read().decode("utf-8", "replace")
