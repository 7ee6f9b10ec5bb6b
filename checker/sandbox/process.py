"""One worker process, seen from the trusted side: it is asked one thing at a time, and watched while it works."""

import os
import re
import select
import signal
import socket
import threading
import time
import weakref
from contextlib import contextmanager, suppress

import psutil

from checker.errors import CheckerError, MachineError
from checker.sandbox import folders, groups, replies
from checker.sandbox.family import Family
from checker.sandbox.limits import Limits, Passed, Watch, has_most_memory
from checker.sandbox.output import Output
from checker.sandbox.shortage import Shortages
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
_living = weakref.WeakSet()


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
        launch: called with the worker's socket, its `Output` and its folder; returns `(pid, keeper, end)`: the numbers
            of the process that works, and of the one that adopts what it leaves behind (its own, if there is none);
            and a function that ends it and all that it has started, and returns its exit code (-n for signal n) if it
            had ended by itself, else None, with the most bytes of memory that one of them is known to have held.
        own_files: whether it writes to a memory of its own, not to this machine's disk.
    """

    def __init__(self, launch, own_files=False):
        self.folder = folders.new_folder("worker-")
        self._output = Output()
        work = self.folder / "work"
        work.mkdir()
        self._socket, theirs = socket.socketpair()
        try:
            self.pid, keeper, self._end = launch(theirs, self._output, work)
        except BaseException:
            folders.remove(self.folder)
            raise
        finally:
            theirs.close()
            self._output.started()
        self._socket.setblocking(False)
        self._group = groups.new_group(f"{folders.run_folder().name}-{self.pid}")
        if self._group is not None and not self._group.add(keeper, self.pid):
            self._group.close()
            self._group = None
        self._family = Family(self.pid, keeper, self._group)
        self._watch = Watch(self._family, work)
        self._shortages = Shortages(self._family, None if own_files else work)
        self._requests, self._fresh = 0, 0
        self._printed_before, self._printed_end = 0, None
        self._versions = None
        self.alive = True
        self.cancelled = threading.Event()  # set from another thread, it ends the request that is under way
        _living.add(self)

    @property
    def versions(self):
        """Versions of Keras, TensorFlow and NumPy, as the worker told them before it saw any learner code."""
        if self._versions is None:
            limits = Limits(cpu_seconds=START_SECONDS, wall_seconds=START_SECONDS).capped()
            self._watch.begin(limits, 0)
            try:
                self._versions = self._exchange([], wire.Reader())["value"]
            except (Passed, ConnectionError, EOFError) as error:
                reason, printed = f"{type(error).__name__} {error}", self.printed()
                short = self._shortages.at_end(self.end(), printed, self._watch.peak, limits.memory_gb * 1e9)
                self.close()
                raise short or CheckerError(f"A worker did not start: {reason}\n{printed}".strip()) from None
        return self._versions

    def spent(self):
        """Seconds since the last request began, without those in which the worker waited for a core."""
        return self._watch.spent()

    @property
    def ended(self):
        """Whether a worker that was asked nothing has ended, or is about to.

        Its socket is closed by the last of its threads, perhaps a little after its first one has gone.
        """
        try:
            gone = psutil.Process(self.pid).status() in (psutil.STATUS_ZOMBIE, psutil.STATUS_DEAD)
        except psutil.Error as error:
            gone = isinstance(error, psutil.NoSuchProcess)
        return gone or bool(select.select([self._socket], [], [], 0)[0])

    def request(self, op, limits=None, **fields):
        """Ask the worker for something and wait for its reply, a dict (see `checker.worker.requests.Worker.answer`).

        Raises:
            WorkerEnded: it crashed, left, passed a limit, or sent something that is no reply.
            MachineError: it failed, and the machine had run out of something.
        """
        if not self.alive:
            raise WorkerEnded("had ended before", "")
        limits = (limits or ONE_CALL).capped(self._held_by_others())
        self._requests += 1
        self._printed_before, self._printed_end = self._output.begin(), None
        self._watch.begin(limits, self._printed_before)
        self._shortages.begin()
        reader = wire.Reader()
        try:
            reply = self._exchange(wire.pack({"id": self._requests, "op": op, **fields}), reader)
            reply = replies.checked(reply, op, self._requests)
        except wire.WireError as error:
            self.end()
            raise WorkerEnded(f"broke off the conversation with the checker: {error}", "", tampering=True) from None
        except Passed as passed:
            frames = self._locate()
            self.end()
            if passed.of_memory and limits.unfair:
                raise self._too_little() from None
            short = self._shortages.at_time_out() if passed.out_of_time else None
            ended = WorkerEnded(passed.reason, passed.hint, frames, passed.out_of_time, passed.tampering)
            raise short or ended from None
        except (ConnectionError, EOFError):
            raise self._obituary(limits) from None
        if "raised" in reply:
            raised = reply["raised"]
            short = self._shortages.at_exception(raised["type"], raised["message"], limits.memory_gb * 1e9)
            if short:
                raise short
        return reply

    def _held_by_others(self):
        """Bytes that other workers have come to hold by what they were asked; 0 where nobody wants to know."""
        if not has_most_memory():
            return 0
        if not self._requests:
            self._fresh = self._family.used()[1]  # most of it is shared by all that were forked
        others = [each for each in list(_living) if each is not self and each.alive and each._requests]
        return sum(max(each._family.used()[1] - each._fresh, 0) for each in others)

    def printed(self):
        """What the worker printed since the last request began: see `tidy`."""
        end = self._output.drain() if self._printed_end is None else self._printed_end
        size = end - self._printed_before
        text = self._output.text(self._printed_before, self._printed_before + min(size, PRINTED_READ))
        return tidy(text, max(size - PRINTED_READ, 0))

    @contextmanager
    def stopped(self):
        """For a while, have the worker and all that it started stand still, as far as they can be found."""
        found = []
        for pid in self._family.members() if self.alive else ():
            with suppress(psutil.Error):
                found.append(psutil.Process(pid))
                found[-1].suspend()
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
        try:
            code, peak = self._end()
            self._watch.peak = max(self._watch.peak, peak)
            return code
        finally:
            if self._group is not None:
                self._group.close()

    def close(self):
        """End the worker and delete its files."""
        self.end()
        self._output.close()
        folders.remove(self.folder)

    def _exchange(self, pieces, reader):
        """Send, then receive, looking at the limits in between."""
        pending = [memoryview(piece) for piece in pieces]
        while True:
            wanted = [self._socket, *self._output.waits()]
            ready, writable, _ = select.select(wanted, [self._socket] if pending else [], [], self._watch.pause)
            if writable:
                sent = self._socket.send(pending[0][: 1 << 20])
                pending[0] = pending[0][sent:]
                if not len(pending[0]):
                    pending.pop(0)
            if self._socket in ready:
                data = self._socket.recv(min(reader.missing, 1 << 20))
                if not data:
                    raise EOFError
                parts = reader.feed(data)
                if parts:
                    return wire.unpack(*parts)
            self._watch.look(self._output.drain())
            if self.cancelled.is_set():
                raise Passed("was no longer needed", "")

    def _locate(self):
        """Have the worker write down its stack; returns the frames of the one file that is no installed one."""
        if not hasattr(signal, "SIGUSR1"):
            return []
        self._printed_end = before = self._output.drain()  # the stack is no print of the learner's
        with suppress(ProcessLookupError, PermissionError):
            os.kill(self.pid, signal.SIGUSR1)
        deadline = time.monotonic() + LOCATE_SECONDS
        while self._output.drain() == before and time.monotonic() < deadline:
            time.sleep(0.01)
        time.sleep(0.03)
        return self._stack(before)

    def _stack(self, start):
        return stack(self._output.text(start, start + PRINTED_READ))

    def _too_little(self):
        """Of a worker that held what a right answer might have held, too."""
        return MachineError(f"It {self._watch.too_much_memory().reason}, and there is no more of it here.")

    def _obituary(self, limits):
        """Tell how a worker ended that did so by itself, or that somebody ended."""
        most = limits.memory_gb * 1e9
        ran_out = self._group is not None and self._group.ran_out()
        code = self.end()
        frames = self._stack(self._printed_before)
        killed = code in (None, -signal.SIGKILL) and self._shortages.kernel_ended_some()
        if ran_out or (killed and self._watch.peak > most):
            if limits.unfair:
                return self._too_little()
            passed = self._watch.too_much_memory()
            return WorkerEnded(passed.reason, passed.hint, frames)
        short = self._shortages.at_end(code, self.printed(), self._watch.peak, most)
        if short:
            return short
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
