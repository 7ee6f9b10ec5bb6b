"""Control groups, version 2: the kernel counts all that a worker ever started, and keeps it within bounds.

They can be had by root, and by whoever was given a part of the tree (systemd gives it to a user's own services). A
worker's group lies beside that of the checker, or further up, in the first place where memory and processes are counted
and this user may make groups. Where there is none, `checker.sandbox.family` counts.
"""

import os
import time
from contextlib import suppress
from pathlib import Path

CONTROLLERS = ("memory", "pids")
MOST_THREADS = 1024 + 32 * (os.cpu_count() or 1)
SLACK = 1.1  # the kernel ends a worker at this many times its limit; before, it is told where it is, and ended by us
KILL_SECONDS = 2


class Group:
    """A control group for one worker."""

    def __init__(self, path):
        self._path, self._limit = path, None
        path.mkdir()
        # One group, one end: else the kernel would take single processes out of what it holds.
        for name, value in (("memory.oom.group", "1"), ("memory.swap.max", "0"), ("pids.max", str(MOST_THREADS))):
            self._write(name, value)

    def add(self, *pids):
        """Take processes in; all that they start from now on is in it, too. Whether that worked."""
        try:
            for pid in pids:
                (self._path / "cgroup.procs").write_text(str(pid))
        except OSError:
            return False
        return True

    def bound(self, size):
        """Have the kernel end everything in it where it takes much more than so many bytes."""
        if size != self._limit:
            self._limit = size
            self._write("memory.max", str(int(size * SLACK)))

    def processes(self):
        """The numbers of its processes."""
        with suppress(OSError):
            return [int(line) for line in (self._path / "cgroup.procs").read_text().split()]
        return []

    def used(self):
        """CPU seconds so far, those of ended processes with them; bytes of memory now, without files' copies in it."""
        cpu, memory = self._table("cpu.stat"), self._table("memory.stat")
        with suppress(OSError, ValueError):
            total = int((self._path / "memory.current").read_text())
            return cpu.get("usage_usec", 0) / 1e6, max(total - memory.get("file", 0) + memory.get("shmem", 0), 0)
        return cpu.get("usage_usec", 0) / 1e6, 0

    def ran_out(self):
        """Whether the kernel ended it because it held more than it may; not if a group around it, or all, was full."""
        events = self._table("memory.events")
        return events.get("oom", 0) > 0 and events.get("oom_kill", 0) > 0

    def close(self):
        """End everything in it, and the group."""
        _end(self._path)

    def _write(self, name, value):
        with suppress(OSError):  # a kernel without swap has no memory.swap.max
            (self._path / name).write_text(value)

    def _table(self, name):
        try:
            lines = (self._path / name).read_text().splitlines()
            return {key: int(value) for key, value in (line.split() for line in lines)}
        except (OSError, ValueError):
            return {}


def new_group(name):
    """A `Group` of that name; None where none can be had."""
    place = parent()
    if place is not None:
        with suppress(OSError):
            return Group(place / name)
    return None


def remove(prefix):
    """End the groups whose names begin so, and all that is in them: those of a process that was killed."""
    place = parent()
    for path in place.glob(f"{prefix}*") if place is not None else ():
        _end(path)


def parent(mounts="/proc/self/mounts", own="/proc/self/cgroup", needed=CONTROLLERS):
    """The folder in which groups can be made that count memory and processes; None if there is none."""
    try:
        root = next(line.split()[1] for line in Path(mounts).read_text().splitlines() if line.split()[2] == "cgroup2")
        mine = next(line[3:] for line in Path(own).read_text().splitlines() if line.startswith("0::"))
    except (OSError, StopIteration, IndexError):
        return None
    here = Path(root, mine.strip("/"))
    for folder in (here, *here.parents):
        if not folder.is_relative_to(root):
            break
        with suppress(OSError):
            counted = (folder / "cgroup.subtree_control").read_text().split()
            if set(needed) <= set(counted) and all(
                os.access(each, os.W_OK) for each in (folder, folder / "cgroup.procs")
            ):
                return folder
    return None


def _end(path):
    deadline = time.monotonic() + KILL_SECONDS
    while path.is_dir():
        with suppress(OSError):
            (path / "cgroup.kill").write_text("1")
        with suppress(OSError):
            path.rmdir()
            return
        if time.monotonic() > deadline:
            return
        time.sleep(0.005)
