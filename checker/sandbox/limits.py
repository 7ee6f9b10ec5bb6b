"""What a worker may use, and the look at what it does use."""

import math
import os
import stat
import time
from contextlib import suppress
from dataclasses import dataclass, replace

from checker.sandbox.family import MOST_PROCESSES

POLL_SECONDS = 0.05
NEAR, NEAR_SECONDS = 0.7, 0.02  # from this share of the memory that it may hold, a worker is looked at more often
FAMILY_SECONDS = 0.25  # between looks at the processes that a worker has started
QUIET_LOOKS, MOST_LOOKS = 10, 100  # without another process, and in all, before what children hold is too much
MOST_STRETCHED = 10  # times its wall time that a worker has, where it waits for a core
MOST_WRITTEN, MOST_FILES = 256 * 2**20, 20_000  # bytes and number of files that a worker leaves in its folder
MOST_DEPTH = 50  # of folders in each other
NO_FILES = "Nothing in this exercise needs files."


@dataclass(frozen=True)
class Limits:
    """What one request may use. CPU time is what ends an endless loop; wall time ends a sleep or a deadlock.

    Wall time is without the time in which the worker waits for a core: else a busy machine would end right answers.

    Attributes:
        memory_gb: the most that a worker may hold, code and all that it shares with others included.
        fair_gb: what the reference solutions do with, where there is less than `memory_gb`. Without training they were
            seen to hold up to 0.4, and with it, but for adversarial networks, 0.5.
        unfair: whether there is even less than that: then nobody is blamed for holding too much.
    """

    cpu_seconds: float = 10
    wall_seconds: float = 30
    memory_gb: float = 2.5
    printed_mb: float = 10
    fair_gb: float = 1.0
    unfair: bool = False

    def capped(self, others=0):
        """The same, with no more memory than `most_memory` leaves, where other workers hold so many bytes of it."""
        left = max(_most_memory_gb - others / 1e9, 0.1)
        unfair = _most_memory_gb < min(self.memory_gb, self.fair_gb)  # what else is held is held by the same answer
        return replace(self, memory_gb=min(self.memory_gb, left), unfair=unfair)


_most_memory_gb = math.inf


def most_memory(gigabytes):
    """Have workers hold no more than that together: for a machine that has less than requests may ask for."""
    global _most_memory_gb
    _most_memory_gb = gigabytes


def has_most_memory():
    """Whether `most_memory` was told a number."""
    return _most_memory_gb < math.inf


class Passed(Exception):
    def __init__(self, reason, hint, out_of_time=False, tampering=False, of_memory=False):
        super().__init__(reason)
        self.reason, self.hint, self.out_of_time, self.tampering = reason, hint, out_of_time, tampering
        self.of_memory = of_memory


class Watch:
    """Looks at what a worker and all that it started use, request by request.

    Attributes:
        pause: seconds after which to look again at the latest.
        peak: the most bytes of memory that were seen since the request began.
    """

    def __init__(self, family, folder):
        self._family, self._folder, self.pause, self.peak = family, folder, POLL_SECONDS, 0
        # Finding all that a worker started, and its files, takes long: once in a while, however short requests are.
        self._next_family, self._others, self._quiet = 0, 0, 0

    def begin(self, limits, printed):
        """Begin to count for a request; `printed` bytes were printed before it."""
        self._limits, self._printed = limits, printed
        self._start, self._next, self._over = time.monotonic(), 0, 0
        self._family.bound(limits.memory_gb * 1e9)
        self._cpu, self.peak = self._family.used()
        self._waited = self._family.waited()

    def spent(self):
        """Seconds since the request began, without those in which the worker waited for a core."""
        passed, waited = time.monotonic() - self._start, self._family.waited() - self._waited
        return max(passed - max(waited, 0), passed / MOST_STRETCHED)

    def look(self, printed):
        now = time.monotonic()
        if now < self._next:
            return
        limits = self._limits
        if now >= self._next_family or self.pause < POLL_SECONDS:
            self._look_at_family(now)
        cpu, memory = self._family.used()
        self.peak = max(self.peak, memory)
        self.pause = POLL_SECONDS if memory < NEAR * limits.memory_gb * 1e9 else NEAR_SECONDS
        self._next = now + self.pause
        self._look_at_memory(memory)
        if printed - self._printed > limits.printed_mb * 1e6:
            raise Passed(f"printed more than {limits.printed_mb:g} MB", "Is there a print in a loop that never ends?")
        if cpu - self._cpu > limits.cpu_seconds:
            raise Passed(
                f"gave no answer after {limits.cpu_seconds:g} s of computing", "Is there a loop that never ends?", True
            )
        if now - self._start > limits.wall_seconds and self.spent() > limits.wall_seconds:
            reason = f"gave no answer after {limits.wall_seconds:g} s"
            raise Passed(reason, "Does your code wait for something, or sleep?", True)

    def too_much_memory(self):
        """What to say of a worker that holds more memory than it may."""
        reason = f"took more than {self._limits.memory_gb:.2g} GB of memory"
        return Passed(reason, "Look at the shapes: is an array much too large?", of_memory=True)

    def _look_at_memory(self, memory):
        most = self._limits.memory_gb * 1e9
        if memory <= most:
            self._over = 0
            return
        # A child that is being started shares its parent's memory for a moment, and both are said to hold it: so with
        # children it is looked at again, until there are no more of them for a moment; or soon too many.
        self._over += 1
        settled = self._quiet >= QUIET_LOOKS or self._over > MOST_LOOKS
        if not self._others or (self._over > 1 and settled and self._family.memory() > most):
            raise self.too_much_memory()

    def _look_at_family(self, now):
        before, self._others = self._others, self._family.look()
        self._quiet = 0 if self._others > before else self._quiet + 1
        if self._others > MOST_PROCESSES:
            raise Passed(
                f"started more than {MOST_PROCESSES} processes",
                "Nothing in this exercise needs another process.",
                tampering=True,
            )
        if now >= self._next_family:
            self._next_family = now + FAMILY_SECONDS
            self._look_at_files()

    def _look_at_files(self):
        """What it has written to its folder; at level "class" that is a folder of its own, which the kernel bounds."""
        size = number = 0
        waiting = [(self._folder, 0)]  # with how many it lies in
        while waiting:
            folder, depth = waiting.pop()
            try:
                for path, told in _entries(folder):
                    number += 1
                    size += max(told.st_size, getattr(told, "st_blocks", 0) * 512)  # room may be taken without size
                    if stat.S_ISDIR(told.st_mode):
                        waiting.append((path, depth + 1))
                    if size > MOST_WRITTEN or number > MOST_FILES:
                        reason = f"wrote more than {MOST_WRITTEN >> 20} MB of files, or more than {MOST_FILES:,}"
                        raise Passed(reason, NO_FILES, tampering=True)
            except OSError:  # no right to look there, or a path too long
                depth = MOST_DEPTH + 1
            if depth > MOST_DEPTH:
                reason = f"hid its files from the checker, or made more than {MOST_DEPTH} folders in each other"
                raise Passed(reason, NO_FILES, tampering=True)


def _entries(folder):
    """What lies in a folder: `(path, what os.lstat tells)`; what is removed meanwhile is left out."""
    with suppress(FileNotFoundError, NotADirectoryError):
        for entry in os.scandir(folder):
            with suppress(FileNotFoundError):
                yield entry.path, entry.stat(follow_symlinks=False)
