"""How a worker is started, confined and watched: the trusted side of `checker.worker`.

A worker is another process. It is asked one thing at a time; while it works, its time, memory, processes and output
are watched, and it is killed when it passes a limit. Where nothing else is said, that is all: the *practice* level of
trust, for code that runs on its own author's machine. `checker.confinement` tells of the others.
"""

import atexit
import json
import os
import re
import select
import shutil
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import psutil

from checker import confinement, lockdown, wire
from checker.errors import CheckerError
from checker.text import readable

WORKER = Path(__file__).with_name("worker.py")
POLL_SECONDS = 0.05
FAMILY_SECONDS = 0.25  # between looks at the processes that a worker has started
MOST_PROCESSES = 64
MOST_WRITTEN, MOST_FILES = 256 * 2**20, 20_000  # bytes and number of files that a worker leaves in its folder
START_SECONDS = 180  # for a first `import keras` from a cold disk
LOCATE_SECONDS = 0.3  # for a worker to write down where it is before it is killed
PRINTED_SHOWN = 1500  # characters of what learner code printed
HOMES = ("HOME", "KERAS_HOME", "MPLCONFIGDIR")
CREDENTIALS = struct.Struct("3i")  # process, user, group
NOISE = re.compile(
    r"[IWEF]\d{4} \d\d:\d\d|[IWEF]0000 \d\d|WARNING: All log messages before absl|To enable the following"
)


@dataclass(frozen=True)
class Limits:
    """What one request may use. CPU time is what ends an endless loop; wall time ends a sleep or a deadlock."""

    cpu_seconds: float = 10
    wall_seconds: float = 30
    memory_gb: float = 2.5
    printed_mb: float = 10


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
        self._output = open(self.folder / "output", "w+b")  # noqa: SIM115 (lives as long as the worker)
        work = self.folder / "work"
        work.mkdir()
        self._socket, theirs = socket.socketpair()
        try:
            self.pid, self._end = launch(theirs, self._output, work)
        finally:
            theirs.close()
        self._socket.setblocking(False)
        self._watch = _Watch(self.pid, work)
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
            except (_Passed, ConnectionError, EOFError) as error:
                reason, printed = f"{type(error).__name__} {error}", self.printed()
                self.close()
                raise CheckerError(f"A worker did not start: {reason}\n{printed}".strip()) from None
        return self._versions

    def request(self, op, limits=None, **fields):
        """Ask the worker for something and wait for its reply, a dict (see `checker.worker.Worker.answer`).

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
            if type(reply) is not dict or reply.get("id") != self._requests:
                raise wire.WireError("the reply belongs to no question")
            return reply
        except wire.WireError as error:
            self.end()
            raise WorkerEnded(f"broke off the conversation with the checker: {error}", "", tampering=True) from None
        except _Passed as passed:
            frames = self._locate()
            self.end()
            raise WorkerEnded(passed.reason, passed.hint, frames, passed.out_of_time, passed.tampering) from None
        except (ConnectionError, EOFError):
            raise self._obituary() from None

    def printed(self):
        """What the worker printed since the last request began, cut to a readable length, without TensorFlow's log."""
        self._output.seek(self._printed_before)
        end = self._printed_size() if self._printed_end is None else self._printed_end
        size = end - self._printed_before
        text = self._output.read(min(size, 200_000)).decode("utf-8", "replace")
        lines = [line for line in text.splitlines() if not NOISE.match(line)]
        text = readable(re.sub(r"\S*site-packages[/\\\\]", "", "\n".join(lines))).strip("\n")
        rest = size - 200_000
        if len(text) > PRINTED_SHOWN or rest > 0:
            text = (
                f"{text[:PRINTED_SHOWN]}\n[cut: {max(len(text) - PRINTED_SHOWN, 0) + max(rest, 0):,} more characters]"
            )
        return text

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
                raise _Passed("was no longer needed", "")

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

    def _stack(self, start):
        """Read a stack as faulthandler writes it: `[line, function, path]`, outermost first."""
        self._output.seek(start)
        text = self._output.read(200_000).decode("utf-8", "replace")
        found = re.findall(r'^  File "(.*)", line (\d+) in (.*)$', text, re.MULTILINE)
        return [[int(line), function, path] for path, line, function in reversed(found)]

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


class _Passed(Exception):
    def __init__(self, reason, hint, out_of_time=False, tampering=False):
        super().__init__(reason)
        self.reason, self.hint, self.out_of_time, self.tampering = reason, hint, out_of_time, tampering


class _Watch:
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
            raise _Passed(
                f"took more than {limits.memory_gb:g} GB of memory", "Look at the shapes: is an array much too large?"
            )
        if printed - self._printed > limits.printed_mb * 1e6:
            raise _Passed(f"printed more than {limits.printed_mb:g} MB", "Is there a print in a loop that never ends?")
        if cpu - self._cpu > limits.cpu_seconds:
            raise _Passed(
                f"gave no answer after {limits.cpu_seconds:g} s of computing", "Is there a loop that never ends?", True
            )
        if now - self._start > limits.wall_seconds:
            reason = f"gave no answer after {limits.wall_seconds:g} s"
            raise _Passed(reason, "Does it wait for something, or sleep?", True)

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
            raise _Passed(
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
                    raise _Passed(
                        f"wrote more than {MOST_WRITTEN >> 20} MB of files, or more than {MOST_FILES:,}",
                        "Nothing in this exercise needs files.",
                        tampering=True,
                    )


class Launcher:
    """Starts workers, some of them in advance, so that they get ready while something else is done.

    Attributes:
        usable: whether it can still start any.
        forks: whether a worker costs milliseconds, not an import of Keras.
    """

    usable, forks = True, False

    def __init__(self):
        self._home = tempfile.mkdtemp(prefix="checker-home-")
        self._ahead = []
        self._lock = threading.RLock()  # checks may go on beside a training run: see `Learner.beside`

    @property
    def ready(self):
        """The workers that were started in advance: a list of `Process`."""
        return list(self._ahead)

    def prepare(self, number):
        """Have that many workers under way."""
        with self._lock:
            while len(self._ahead) < number:
                self._ahead.append(Process(self._launch))

    def start(self):
        """A worker that is ready: a `Process`."""
        with self._lock:
            if not self._ahead:
                self.prepare(2)  # a learner's worker is soon followed by the one that rebuilds models
            process = self._ahead.pop(0)
        _ = process.versions
        return process

    def close(self):
        """End the workers that nobody has taken."""
        for process in self._ahead:
            process.close()
        self._ahead = []
        shutil.rmtree(self._home, ignore_errors=True)


class ForkServer(Launcher):
    """On Linux: a process that has imported Keras, and forks a worker in milliseconds."""

    forks = True

    def __init__(self, level="practice"):
        super().__init__()
        self._control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._control.setsockopt(socket.SOL_SOCKET, socket.SO_PASSCRED, 1)
        self._log = Path(self._home, "log")
        command = [*_python(), str(WORKER), "serve", str(theirs.fileno()), level]
        environment = _environment(self._home)
        if level == "class":
            command = confinement.bubblewrap(command)
            own = lockdown.SCRATCH
            environment |= dict.fromkeys(HOMES, f"{own}/home") | {"TMPDIR": own, "USER": "learner"}
        with theirs, open(self._log, "wb") as log:
            self._process = subprocess.Popen(
                command,
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env=environment,
                cwd=self._home,
                start_new_session=True,
            )

    @property
    def usable(self):
        return self._process.poll() is None

    def _launch(self, theirs, output, folder):
        message = json.dumps({"do": "fork", "folder": str(folder)}).encode()
        with self._lock:
            try:
                socket.send_fds(self._control, [message], [theirs.fileno(), output.fileno()])
            except OSError as error:
                raise CheckerError(f"The process that starts workers is gone ({error}).") from None
            reply, pid = self._receive(START_SECONDS, "pid", "failed")
        if "failed" in reply:
            raise CheckerError(f"A worker could not be confined: {reply['failed']}.\n{confinement.REMEDY}")
        return pid, lambda: self._end(reply["pid"])

    def _end(self, number):
        """End the worker that the server knows by this number: another than ours, if it is in a namespace."""
        try:
            with self._lock:
                self._control.send(json.dumps({"do": "end", "pid": number}).encode())
                return self._receive(30, "code")[0]["code"]
        except (OSError, CheckerError):  # the server itself is gone, and its workers with it
            self._process.kill()
            return None

    def _receive(self, seconds, *wanted):
        """A message with one of these words, and the number of the process that sent it, which the kernel told.

        Others are answers to what was asked before Ctrl-C: nobody waits for them any more.
        """
        self._control.settimeout(seconds)
        while True:
            try:
                data, notes, _, _ = self._control.recvmsg(65536, socket.CMSG_SPACE(CREDENTIALS.size))
            except OSError:
                data, notes = b"", ()
            if not data:
                tail = self._log.read_text("utf-8", "replace")[-1500:] if self._log.exists() else ""
                raise CheckerError(f"The process that starts workers does not answer.\n{tail}".strip())
            message = json.loads(data)
            if not set(wanted).isdisjoint(message):
                break
        sender = next((CREDENTIALS.unpack(note)[0] for _, kind, note in notes if kind == socket.SCM_CREDENTIALS), 0)
        return message, sender

    def close(self):
        super().close()
        self._control.close()
        try:
            self._process.wait(5)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


class Spawner(Launcher):
    """Where forking is not safe (macOS, Windows): a new process for each worker."""

    def _launch(self, theirs, output, folder):
        options = {"stdin": subprocess.PIPE, "stdout": output, "stderr": output, "cwd": folder}
        options |= {"env": _environment(self._home), "start_new_session": True}
        if os.name == "nt":
            process = subprocess.Popen([*_python(), str(WORKER), "work"], **options)
            process.stdin.write(theirs.share(process.pid))
        else:
            command = [*_python(), str(WORKER), "work", str(theirs.fileno())]
            process = subprocess.Popen(command, pass_fds=[theirs.fileno()], **options)
        process.stdin.close()
        return process.pid, lambda: self._end(process)

    @staticmethod
    def _end(process):
        with suppress(subprocess.TimeoutExpired):
            return process.wait(0.5)
        with suppress(psutil.Error):
            for child in psutil.Process(process.pid).children(recursive=True):
                child.kill()
        process.kill()
        process.wait()
        return None


_launcher = None
_level = "practice"


def launcher():
    """The one launcher of this process, started at the first call and kept: it is what makes the next check quick."""
    global _launcher
    if _launcher is None or not _launcher.usable:
        if _launcher is not None:
            _launcher.close()
        forks = sys.platform == "linux" and not os.environ.get("CHECKER_SPAWN")
        _launcher = ForkServer(_level) if forks or _level != "practice" else Spawner()
        atexit.register(_launcher.close)
    return _launcher


def level():
    """How workers of this process are confined: see `confine`."""
    return _level


def confine(level):
    """Have all workers that this process starts from now on confined: "practice", "class" or "container".

    `checker.confinement.level` tells which can be had.
    """
    global _launcher, _level
    if level != _level:
        if _launcher is not None:
            _launcher.close()
        _launcher, _level = None, level


def _python():
    # -I: no PYTHON* variables, no user packages, no folder of the learner's on the path; -u: what is printed is kept
    # even if the process is killed in the next line.
    return [sys.executable, "-I", "-u", "-X", "utf8"]


def _environment(home):
    """The environment of workers: what the machine needs, and none of what changes Keras's behaviour."""
    kept = ["PATH", "LANG", "SYSTEMROOT", "TEMP", "TMP", "TMPDIR", "CUDA_VISIBLE_DEVICES", "LD_LIBRARY_PATH"]
    return {name: os.environ[name] for name in kept if name in os.environ} | {
        **dict.fromkeys(HOMES, home),
        "KERAS_BACKEND": "tensorflow",
        "TF_CPP_MIN_LOG_LEVEL": "3",
        "TF_FORCE_GPU_ALLOW_GROWTH": "true",
        "MPLBACKEND": "agg",
    }
