"""One worker process, seen from the trusted side: it is asked one thing at a time, and watched while it works."""

import os
import re
import select
import shutil
import signal
import socket
import tempfile
import threading
import time
from contextlib import contextmanager, suppress
from pathlib import Path

import psutil

from checker.errors import CheckerError
from checker.sandbox import replies
from checker.sandbox.limits import POLL_SECONDS, Limits, Passed, Watch
from checker.text import cut, readable
from checker.worker import wire

START_SECONDS = 180  # for a first `import keras` from a cold disk
LOCATE_SECONDS = 0.3  # for a worker to write down where it is before it is killed
PRINTED_READ, PRINTED_SHOWN = 200_000, 1500  # bytes and characters of what learner code printed
NOISE = re.compile(
    r"[IWEF]\d{4} \d\d:\d\d|[IWEF]0000 \d\d|WARNING: All log messages before absl|To enable the following"
)
# Whatever is printed is the learner's: these patterns take time in proportion to it. The first begins at the beginning
# of a word only, the second takes no number that `int` refuses.
PACKAGES = re.compile(r"(?<!\S)\S*site-packages[/\\]")
FRAME = re.compile(r'^  File "(.*)", line (\d{1,9}) in (.*)$', re.MULTILINE)

ONE_CALL = Limits()  # of a request that names no others


class WorkerEnded(Exception):
    """The worker ended, or was ended, before it answered.

    Attributes:
        reason: what happened, to follow "the function ...": such as "ended the process with exit status 0".
        hint: what to look for.
        frames: `[line, function]` of the learner's file, where the worker could still tell; outermost first.
        out_of_time: whether it was ended because it took too long.
        tampering: whether it did what no honest mistake does.
    """

    def __init__(self, reason, hint, frames=(), out_of_time=False, tampering=False):
        super().__init__(reason)
        self.reason, self.hint, self.frames = reason, hint, list(frames)
        self.out_of_time, self.tampering = out_of_time, tampering


class Process:
    """One worker process and the socket that leads to it.

    Args:
        launch: called with the worker's socket, its output file and its folder; returns `(pid, end)`: the number of
            the process that works, and a function that ends it and all that it has started, and returns its exit
            code (-n for signal n) if it had ended by itself, else None.
    """

    def __init__(self, launch):
        self.folder = Path(tempfile.mkdtemp(prefix="checker-"))
        work = self.folder / "work"
        work.mkdir()
        self._socket, theirs = socket.socketpair()
        # Opened twice: who shares an open file shares its place and its flags, which the worker may set as it likes.
        with theirs, open(self.folder / "output", "wb") as output:
            self._output = open(self.folder / "output", "rb", buffering=0)  # noqa: SIM115 (lives as long as we do)
            self.pid, self._end = launch(theirs, output, work)
        self._socket.setblocking(False)
        self._watch = Watch(self.pid, work)
        self._requests = 0
        self._printed_before, self._printed_end = 0, None
        self._versions = None
        self.alive = True
        self.cancelled = threading.Event()  # set from another thread, it ends the request that is under way

    @property
    def versions(self):
        """Versions of Keras, TensorFlow and NumPy, as the worker told them before it saw any learner code."""
        if self._versions is None:
            limits = Limits(cpu_seconds=START_SECONDS, wall_seconds=START_SECONDS)
            self._watch.begin(limits, 0)
            try:
                self._versions = self._exchange([], wire.Reader())["value"]
            except (Passed, ConnectionError, EOFError) as error:
                reason, printed = f"{type(error).__name__} {error}", self.printed()
                self.close()
                raise CheckerError(f"A worker did not start: {reason}\n{printed}".strip()) from None
        return self._versions

    def request(self, op, limits=None, **fields):
        """Ask the worker for something and wait for its reply, a dict (see `checker.worker.requests.Worker.answer`).

        Raises:
            WorkerEnded: it crashed, left, passed a limit, or sent something that is no reply.
        """
        if not self.alive:
            raise WorkerEnded("had ended before", "")
        limits = limits or ONE_CALL
        self._requests += 1
        self._printed_before, self._printed_end = self._printed_size(), None
        self._watch.begin(limits, self._printed_before)
        reader = wire.Reader()
        try:
            reply = self._exchange(wire.pack({"id": self._requests, "op": op, **fields}), reader)
            return replies.checked(reply, op, self._requests)
        except wire.WireError as error:
            self.end()
            raise WorkerEnded(f"broke off the conversation with the checker: {error}", "", tampering=True) from None
        except Passed as passed:
            frames = self._locate()
            self.end()
            raise WorkerEnded(passed.reason, passed.hint, frames, passed.out_of_time, passed.tampering) from None
        except (ConnectionError, EOFError):
            raise self._obituary() from None

    def printed(self):
        """What the worker printed since the last request began: see `tidy`."""
        end = self._printed_size() if self._printed_end is None else self._printed_end
        size = max(end - self._printed_before, 0)  # the worker may have made the file shorter
        return tidy(self._read(self._printed_before, min(size, PRINTED_READ)), max(size - PRINTED_READ, 0))

    @contextmanager
    def stopped(self):
        """For a while, have the worker and its children stand still, as far as they can be found."""
        found = []
        with suppress(psutil.Error):
            found = [psutil.Process(self.pid), *psutil.Process(self.pid).children(recursive=True)] if self.alive else []
        for each in found:
            with suppress(psutil.Error):
                each.suspend()
        try:
            yield
        finally:
            for each in found:
                with suppress(psutil.Error):
                    each.resume()

    def end(self):
        """End the worker and everything that it started; returns its exit code if it had ended by itself."""
        if not self.alive:
            return None
        self.alive = False
        self._socket.close()
        return self._end()

    def close(self):
        """End the worker and delete its files."""
        self.end()
        self._output.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _exchange(self, pieces, reader):
        """Send, then receive, looking at the limits in between; nothing here waits longer than `POLL_SECONDS`."""
        pending = [memoryview(piece) for piece in pieces]
        while True:
            readable_, writable, _ = select.select([self._socket], [self._socket] if pending else [], [], POLL_SECONDS)
            if writable:
                sent = self._socket.send(pending[0][: 1 << 20])
                pending[0] = pending[0][sent:]
                if not len(pending[0]):
                    pending.pop(0)
            if readable_:
                data = self._socket.recv(min(reader.missing, 1 << 20))
                if not data:
                    raise EOFError
                parts = reader.feed(data)
                if parts:
                    return wire.unpack(*parts)
            self._watch.look(self._printed_size())
            if self.cancelled.is_set():
                raise Passed("was no longer needed", "")

    def _printed_size(self):
        return os.fstat(self._output.fileno()).st_size

    def _locate(self):
        """Have the worker write down its stack; returns the frames of the one file that is no installed one."""
        if not hasattr(signal, "SIGUSR1"):
            return []
        self._printed_end = before = self._printed_size()  # the stack is no print of the learner's
        with suppress(ProcessLookupError, PermissionError):
            os.kill(self.pid, signal.SIGUSR1)
        deadline = time.monotonic() + LOCATE_SECONDS
        while self._printed_size() == before and time.monotonic() < deadline:
            time.sleep(0.01)
        time.sleep(0.03)
        return self._stack(before)

    def _read(self, start, size):
        """What stands in the output, as text."""
        self._output.seek(start)
        return self._output.read(size).decode("utf-8", "replace")

    def _stack(self, start):
        return stack(self._read(start, PRINTED_READ))

    def _obituary(self):
        """Tell how a worker ended that did so by itself."""
        code = self.end()
        frames = self._stack(self._printed_before)
        if code is None:
            return WorkerEnded(
                "closed its connection to the checker", "Leave the process's open files and sockets alone."
            )
        if code < 0:
            name = signal.Signals(-code).name if -code in set(signal.Signals) else f"signal {-code}"
            return WorkerEnded(
                f"crashed the interpreter ({name})",
                "Nothing in this exercise needs more than Python and arrays.",
                frames,
            )
        return WorkerEnded(
            f"ended the process with exit status {code}", "Let the function return: no os._exit, exit or quit.", frames
        )


def tidy(text, more=0):
    """What was printed as it is shown: cut to a readable length, without TensorFlow's log and where packages lie.

    Args:
        text: what was printed.
        more: how many characters more there were.
    """
    lines = [line for line in text.splitlines() if not NOISE.match(line)]
    return cut(readable(PACKAGES.sub("", "\n".join(lines))).strip("\n"), PRINTED_SHOWN, more, "\n")


def stack(text):
    """The stack in a text as faulthandler writes it, `[[line, function, path], ...]`, outermost first."""
    return [[int(line), function, path] for path, line, function in reversed(FRAME.findall(text))]
