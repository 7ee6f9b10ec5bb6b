"""What this machine can give a process: cores, memory, processes; by its control groups, too, of version 1 or 2.

A container or a batch system gives a part of a machine. `os.cpu_count` and the machine's memory tell of the whole.
"""

import functools
import os
from contextlib import suppress
from pathlib import Path

import psutil

UNLIMITED = 2**60  # bytes; version 1 writes a number beyond all memory


def cores():
    """How many cores this process may use at a time: affinity and quotas of CPU time count; at least 1."""
    found = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    for quota, period in _quotas():
        found = min(found, quota // period)
    return max(found, 1)


def _quotas():
    for folder in groups("cpu"):
        pair = [
            *_words(folder / "cpu.max"),
            *_words(folder / "cpu.cfs_quota_us"),
            *_words(folder / "cpu.cfs_period_us"),
        ]
        if len(pair) == 2 and all(each.isdigit() for each in pair):  # not "max", nor -1
            yield int(pair[0]), int(pair[1])


def memory():
    """Bytes of memory that all processes here may have together."""
    return min([psutil.virtual_memory().total, *_memory_limits()])


def promised(pid):
    """Bytes of memory that the kernel would promise a process in one piece.

    By default it promises all but what could never be had; to use it is another thing, see `oom_kills`.
    """
    if _words(Path("/proc/sys/vm/overcommit_memory")) == ["2"]:
        kept = _table(Path("/proc/meminfo"), ":")
        found = (kept.get("CommitLimit", 0) - kept.get("Committed_AS", 0)) * 1024
    else:
        found = psutil.virtual_memory().total + psutil.swap_memory().total
    status = _table(Path(f"/proc/{pid}/status"), ":")
    for name, held in (("RLIMIT_AS", "VmSize"), ("RLIMIT_DATA", "VmData")):
        with suppress(AttributeError, psutil.Error, OSError):  # no Linux, or the process is gone
            limit = psutil.Process(pid).rlimit(getattr(psutil, name))[0]
            if limit != psutil.RLIM_INFINITY:
                found = min(found, limit - status.get(held, 0) * 1024)
    return max(found, 0)


def _memory_limits():
    for folder in groups("memory"):
        for name in ("memory.max", "memory.limit_in_bytes"):
            limit = _words(folder / name)
            if limit and limit[0].isdigit() and int(limit[0]) < UNLIMITED:
                yield int(limit[0])


def oom_kills():
    """How many processes the kernel has ended so far because memory ran out, here or, where it tells, in all."""
    counted = [_table(Path("/proc/vmstat")).get("oom_kill", 0)]
    for folder in groups("memory"):
        counted += [_table(folder / name).get("oom_kill", 0) for name in ("memory.events", "memory.oom_control")]
    return sum(counted)


def refused_processes():
    """How many processes and threads the kernel has refused so far because a control group had too many."""
    return sum(_table(folder / "pids.events").get("max", 0) for folder in groups("pids"))


def stalled():
    """Seconds so far in which somebody had to wait for memory, of the control group or machine that waited most."""
    files = [Path("/proc/pressure/memory"), *(folder / "memory.pressure" for folder in groups("memory"))]
    found = [int(word[6:]) for path in files for word in _words(path)[:5] if word.startswith("total=")]
    return max(found, default=0) / 1e6


@functools.cache
def groups(controller, own="/proc/self/cgroup", mounts="/proc/self/mountinfo"):
    """The control groups that this process is in and that a controller is told of: their folders, innermost first.

    Args:
        controller: such as "memory".
        own, mounts: files of the kernel.

    Returns:
        A tuple of paths; of both versions, where both are in use.
    """
    found = []
    try:
        mine = [line.split(":", 2) for line in Path(own).read_text().splitlines()]
        mounted = [line.split() for line in Path(mounts).read_text().splitlines() if " - " in line]
    except OSError:  # no Linux
        return ()
    for fields in mounted:
        kind, options = fields[fields.index("-") + 1], fields[-1].split(",")
        if kind == "cgroup" and controller in options:
            path = next((path for _, names, path in mine if controller in names.split(",")), None)
        elif kind == "cgroup2":
            path = next((path for number, _, path in mine if number == "0"), None)
        else:
            continue
        if path is not None:
            found += _chain(Path(fields[4]), fields[3], path)
    return tuple(found)


def _chain(mount, root, path):
    """The folders from a group up to where its tree is mounted; a container's mount may begin at its own group."""
    inside = os.path.relpath(path, root) if path.startswith(root) else "."
    here = (mount / inside) if not inside.startswith("..") else mount
    here = here if here.is_dir() else mount
    return [folder for folder in (here, *here.parents) if folder.is_relative_to(mount)]


def _words(path):
    with suppress(OSError):
        return path.read_text().split()
    return []


def _table(path, after=""):
    """A file of lines such as "name 7", as a dict; `after` ends the names."""
    words = [line.split() for line in _lines(path)]
    return {each[0].removesuffix(after): int(each[1]) for each in words if len(each) > 1 and each[1].isdigit()}


def _lines(path):
    with suppress(OSError):
        return path.read_text().splitlines()
    return []
