"""What a worker may use, and the look at what it does use."""

import os
import time
from contextlib import suppress
from dataclasses import dataclass

import psutil

POLL_SECONDS = 0.05
FAMILY_SECONDS = 0.25  # between looks at the processes that a worker has started
MOST_PROCESSES = 64
MOST_WRITTEN, MOST_FILES = 256 * 2**20, 20_000  # bytes and number of files that a worker leaves in its folder


@dataclass(frozen=True)
class Limits:
    """What one request may use. CPU time is what ends an endless loop; wall time ends a sleep or a deadlock."""

    cpu_seconds: float = 10
    wall_seconds: float = 30
    memory_gb: float = 2.5
    printed_mb: float = 10


class Passed(Exception):
    def __init__(self, reason, hint, out_of_time=False, tampering=False):
        super().__init__(reason)
        self.reason, self.hint, self.out_of_time, self.tampering = reason, hint, out_of_time, tampering


class Watch:
    """Looks at what a worker and its children use, request by request."""

    def __init__(self, pid, folder):
        self._process, self._folder = None, folder
        with suppress(psutil.Error):  # it may have ended already
            self._process = psutil.Process(pid)
        # Finding children means to read the whole table of processes: once in a while, however short requests are.
        self._next_family = 0
        self._others = 0.0, 0

    def begin(self, limits, printed):
        """Begin to count for a request; `printed` bytes were printed before it."""
        self._limits, self._printed = limits, printed
        self._start, self._next = time.monotonic(), 0
        self._cpu, self._memory = self._used()

    def look(self, printed):
        now = time.monotonic()
        if now < self._next:
            return
        self._next = now + POLL_SECONDS
        limits = self._limits
        if now >= self._next_family:
            self._next_family = now + FAMILY_SECONDS
            self._look_at_family()
            self._look_at_files()
        cpu, memory = (mine + others for mine, others in zip(self._used(), self._others, strict=True))
        if memory > limits.memory_gb * 1e9:
            raise Passed(
                f"took more than {limits.memory_gb:g} GB of memory", "Look at the shapes: is an array much too large?"
            )
        if printed - self._printed > limits.printed_mb * 1e6:
            raise Passed(f"printed more than {limits.printed_mb:g} MB", "Is there a print in a loop that never ends?")
        if cpu - self._cpu > limits.cpu_seconds:
            raise Passed(
                f"gave no answer after {limits.cpu_seconds:g} s of computing", "Is there a loop that never ends?", True
            )
        if now - self._start > limits.wall_seconds:
            reason = f"gave no answer after {limits.wall_seconds:g} s"
            raise Passed(reason, "Does it wait for something, or sleep?", True)

    def _used(self):
        """CPU seconds so far, those of its dead children with them, and bytes of memory now; 0 of what is gone."""
        if self._process is None:
            return 0.0, 0
        try:
            times = self._process.cpu_times()
            own = times.user + times.system + getattr(times, "children_user", 0) + getattr(times, "children_system", 0)
            return own, self._process.memory_info().rss
        except psutil.Error:
            return 0.0, 0

    def _look_at_family(self):
        """The same of all its living children; of their memory, what goes beyond that which a fork shares."""
        cpu, memory, children = 0.0, 0, []
        with suppress(psutil.Error):
            children = self._process.children(recursive=True) if self._process else []
        if len(children) > MOST_PROCESSES:
            raise Passed(
                f"started more than {MOST_PROCESSES} processes",
                "Nothing in this exercise needs another process.",
                tampering=True,
            )
        for child in children:
            with suppress(psutil.Error):
                times = child.cpu_times()
                cpu += times.user + times.system
                memory += max(child.memory_info().rss - self._memory, 0)
        self._others = cpu, memory

    def _look_at_files(self):
        """What it has written to its folder; at level "class" that is a folder of its own, which the kernel bounds."""
        size = number = 0
        for folder, _, names in os.walk(self._folder):
            for name in names:
                with suppress(OSError):
                    size += os.lstat(os.path.join(folder, name)).st_size
                number += 1
                if size > MOST_WRITTEN or number > MOST_FILES:
                    raise Passed(
                        f"wrote more than {MOST_WRITTEN >> 20} MB of files, or more than {MOST_FILES:,}",
                        "Nothing in this exercise needs files.",
                        tampering=True,
                    )
