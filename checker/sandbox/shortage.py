"""Whether a worker failed because the machine ran out of memory, processes or disk: then nobody's answer is wrong.

The word of a process that runs learner code is never enough: the kernel must have ended or refused something, or the
machine must have less than a worker may use. A worker that uses up by itself what it may use is ended for that, long
before it is asked here.
"""

import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

from checker.errors import MachineError
from checker.sandbox import machine
from checker.sandbox.limits import MOST_WRITTEN

# What exceptions say, and what libraries print before they give up, where something cannot be had.
MEMORY = re.compile(r"MemoryError|bad_alloc|annot allocate memory|nable to allocate|OOM when alloc|ResourceExhausted")
PROCESSES = re.compile(r"can't start new thread|Resource temporarily unavailable|pthread_create|BlockingIOError")
DISK = re.compile(r"No space left on device|Read-only file system|Disk quota exceeded")
KILL = 9  # the signal by which the kernel ends a process where memory has run out
HONEST_THREADS = 128 + 16 * (os.cpu_count() or 1)  # TensorFlow starts some a core
STALLED = 0.2  # share of a request's time in which somebody waited for memory, from which on its time tells nothing
TRIED_THREADS = 32
LESS = "Close what else runs here, or give it more. Where a class is graded, --jobs 1 does one submission at a time."
TRY_THREADS = f"""
import resource, sys, threading
most, end = int(sys.argv[1]), threading.Event()
soft, hard = resource.getrlimit(resource.RLIMIT_NPROC)
limits = [each for each in (most, soft, hard) if each != resource.RLIM_INFINITY]
resource.setrlimit(resource.RLIMIT_NPROC, (min(limits), hard))
try:
    for _ in range({TRIED_THREADS}):
        threading.Thread(target=end.wait).start()
finally:
    end.set()
"""


class Shortages:
    """Looks for what the machine lacked, while one worker was at work.

    Args:
        family: the worker's `checker.sandbox.family.Family`.
        folder: where it may write on the machine's disk; None where it has files of its own in memory.
    """

    def __init__(self, family, folder):
        self._family, self._folder = family, folder
        self._kills, self._refused = machine.oom_kills(), machine.refused_processes()
        self._stalled, self._began = 0.0, time.monotonic()

    def begin(self):
        """A request begins."""
        self._stalled, self._began = machine.stalled(), time.monotonic()

    def at_end(self, code, printed, used, most):
        """Of a worker that has ended, or that was ended by somebody else; None where the machine lacked nothing.

        Args:
            code: its exit code, -n for signal n; None where it is unknown.
            printed: what it printed last.
            used, most: bytes of memory that it held at most, as far as that is known, and that it may hold.

        Returns:
            A `MachineError`, or None.
        """
        if code is not None and code >= 0:
            return None
        if code in (None, -KILL):
            ended = self.kernel_ended_some() and used <= most
            return out_of_memory(f"the system ended a worker that held {used / 1e9:.1f} GB") if ended else None
        return self._lacking(printed, used, most)

    def kernel_ended_some(self):
        """Whether the kernel has ended processes for want of memory since this worker began."""
        return machine.oom_kills() > self._kills

    def at_exception(self, kind, message, most):
        """Of an exception that learner code ended in: its class's name and its words; see `at_end`."""
        return self._lacking(f"{kind}: {message}", self._family.memory(), most)

    def at_time_out(self):
        """Of a request that took too long; see `at_end`."""
        waited = machine.stalled() - self._stalled
        if waited < STALLED * (time.monotonic() - self._began):
            return None
        return out_of_memory(f"for {waited:.0f} s programs waited for it instead of computing")

    def _lacking(self, text, used, most):
        if MEMORY.search(text) and _asked(text) <= most - used and machine.promised(self._family.pid) < most - used:
            return out_of_memory(f"a worker that held {used / 1e9:.1f} GB got no more")
        few = PROCESSES.search(text) and self._family.threads <= HONEST_THREADS
        if few and (machine.refused_processes() > self._refused or not _threads_can_be_had()):
            return out_of_processes()
        if DISK.search(text) and self._folder is not None:
            return _disk_full(self._folder)
        return None


def _asked(text):
    """Bytes that an exception of NumPy's says were asked for; 0 where it does not say."""
    found = re.search(r"nable to allocate ([\d.]+) ([KMGTPE]?)i?B", text)
    return float(found[1].rstrip(".")) * 1024 ** " KMGTPE".index(found[2] or " ") if found else 0


def named(text):
    """The `MachineError` of what a process without learner code said of its end; None if it names no shortage."""
    if PROCESSES.search(text):
        return out_of_processes()
    if MEMORY.search(text):
        return out_of_memory("no more could be had where workers are started (ulimit -v is one reason)")
    return None


def out_of_memory(what):
    """The `MachineError` of a machine without memory; `what` tells what came of it."""
    return MachineError(
        f"This machine ran out of memory: {what}. It has {machine.memory() / 1e9:.1f} GB in all, and a check takes 2 to"
        f" 4 GB. {LESS}"
    )


def out_of_processes():
    """The `MachineError` of a machine that starts no more processes or threads."""
    return MachineError(
        "This machine starts no more processes or threads: the limit of its control group (pids.max), or of your user"
        f" (ulimit -u; it counts the user's processes in all containers), is reached. {LESS}"
    )


def _disk_full(folder):
    try:
        free = shutil.disk_usage(folder).free
        full = free < MOST_WRITTEN or bool(os.statvfs(folder).f_flag & os.ST_RDONLY)
    except OSError:
        return None
    if not full:
        return None
    return MachineError(
        f"The disk of {Path(folder).parents[2]} is full or read-only ({free >> 20} MB free): temporary files have no"
        " room there. Free some, or name a folder on another disk: TMPDIR=FOLDER in front of the command."
    )


def _threads_can_be_had():
    """Whether a process of this user, with a worker's limits, can start as many threads as an honest answer needs."""
    if sys.platform != "linux":
        return True
    command = [sys.executable, "-I", "-S", "-c", TRY_THREADS, str(1024 + 32 * (os.cpu_count() or 1))]
    try:
        return subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, timeout=30).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False
