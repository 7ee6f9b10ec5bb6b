"""How workers are started: forked from a process that has imported Keras, or each by itself."""

import atexit
import json
import os
import socket
import struct
import subprocess
import sys
import threading
from contextlib import suppress
from pathlib import Path

import psutil

from checker.errors import CheckerError
from checker.sandbox import confinement, folders, machine, shortage
from checker.sandbox.process import START_SECONDS, Process
from checker.worker import lockdown

WORKER = Path(__file__).resolve().parents[1] / "worker" / "main.py"
HOMES = ("HOME", "KERAS_HOME", "MPLCONFIGDIR")
# How many threads a computation has: where all cores are busy, one is best.
THREADS = ("TF_NUM_INTRAOP_THREADS", "TF_NUM_INTEROP_THREADS", "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS")
CREDENTIALS = struct.Struct("3i")  # process, user, group
TRIES = 4  # of which two may have been started in advance


class Launcher:
    """Starts workers, some of them in advance, so that they get ready while something else is done.

    Attributes:
        usable: whether it can still start any.
        forks: whether a worker costs milliseconds, not an import of Keras.
        own_files: whether a worker writes to a memory of its own, not to this machine's disk.
    """

    usable, forks, own_files = True, False, False

    def __init__(self):
        self._home = folders.new_folder("home-")
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
                self._ahead.append(Process(self._launch, self.own_files))

    def start(self):
        """A worker that is ready: a `Process`.

        One that ended while nobody had asked it anything is no learner's fault: another one is taken.

        Raises:
            CheckerError: none gets ready.
        """
        for tries in range(TRIES):
            with self._lock:
                if not self._ahead:
                    self.prepare(2)  # a learner's worker is soon followed by the one that rebuilds models
                process = self._ahead.pop(0)
            try:
                _ = process.versions
            except CheckerError:
                if tries == TRIES - 1:
                    raise
                continue
            if not process.ended:
                return process
            process.close()
        raise CheckerError("Workers end before they are asked anything.")

    def close(self):
        """End the workers that nobody has taken."""
        for process in self._ahead:
            process.close()
        self._ahead = []
        folders.remove(self._home)


class ForkServer(Launcher):
    """On Linux: a process that has imported Keras, and forks a worker in milliseconds."""

    forks = True

    def __init__(self, level="practice"):
        super().__init__()
        self._asked, self._kills = False, machine.oom_kills()
        self._control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._control.setsockopt(socket.SOL_SOCKET, socket.SO_PASSCRED, 1)
        self._log = Path(self._home, "log")
        command = [*_python(), str(WORKER), "serve", str(theirs.fileno()), level]
        environment = _environment(self._home)
        if level == "class":
            self.own_files = True
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
            self._asked = True
            try:
                socket.send_fds(self._control, [message], [theirs.fileno(), output.fileno()])
            except OSError as error:
                raise self._broken(f"is gone ({error})") from None
            reply, pid = self._receive(START_SECONDS, "pid", "failed")
        if "failed" in reply:
            broke = CheckerError(f"A worker could not be confined: {reply['failed']}.\n{confinement.REMEDY}")
            raise shortage.named(reply["failed"]) or broke
        return pid, _parent_of(pid), lambda: self._end(reply["pid"])

    def _end(self, number):
        """End the worker that the server knows by this number: another than ours, if it is in a namespace."""
        try:
            with self._lock:
                self._control.send(json.dumps({"do": "end", "pid": number}).encode())
                told = self._receive(30, "code")[0]
                return told["code"], told["peak"]
        except (OSError, CheckerError):  # the server itself is gone, and its workers with it
            self._process.kill()
            return None, 0

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
                raise self._broken("does not answer", tail)
            message = json.loads(data)
            if not set(wanted).isdisjoint(message):
                break
        sender = next((CREDENTIALS.unpack(note)[0] for _, kind, note in notes if kind == socket.SCM_CREDENTIALS), 0)
        return message, sender

    def _broken(self, how, told=""):
        """What to say where the process that starts workers is of no use."""
        with suppress(subprocess.TimeoutExpired):
            if self._process.wait(1) == -shortage.KILL and machine.oom_kills() > self._kills:
                return shortage.out_of_memory("the system ended the process that starts workers")
        return shortage.named(told) or CheckerError(f"The process that starts workers {how}.\n{told}".strip())

    def close(self):
        if not self._asked:  # else one would wait until it has imported Keras, for nothing
            self._process.kill()
            self._process.wait()
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
        return process.pid, process.pid, lambda: self._end(process)

    @staticmethod
    def _end(process):
        with suppress(subprocess.TimeoutExpired):
            return process.wait(0.5), 0
        with suppress(psutil.Error):
            for child in psutil.Process(process.pid).children(recursive=True):
                child.kill()
        process.kill()
        process.wait()
        return None, 0


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

    `checker.sandbox.confinement.level` tells which can be had.
    """
    global _launcher, _level
    if level != _level:
        if _launcher is not None:
            _launcher.close()
        _launcher, _level = None, level


def _parent_of(pid):
    """The process that started another; its own number if that has ended already."""
    try:
        return psutil.Process(pid).ppid()
    except psutil.Error:
        return pid


def _python():
    # -I: no PYTHON* variables, no user packages, no folder of the learner's on the path; -u: what is printed is kept
    # even if the process is killed in the next line.
    return [sys.executable, "-I", "-u", "-X", "utf8"]


def _environment(home):
    """The environment of workers: what the machine needs, and none of what changes Keras's behaviour."""
    kept = ["PATH", "LANG", "SYSTEMROOT", "TEMP", "TMP", "TMPDIR", "CUDA_VISIBLE_DEVICES", "LD_LIBRARY_PATH", *THREADS]
    return {name: os.environ[name] for name in kept if name in os.environ} | {
        **dict.fromkeys(HOMES, home),
        "KERAS_BACKEND": "tensorflow",
        "TF_CPP_MIN_LOG_LEVEL": "3",
        "TF_FORCE_GPU_ALLOW_GROWTH": "true",
        "MPLBACKEND": "agg",
    }
