"""The untrusted side: loads a learner's file and answers requests with plain data.

It imports nothing that knows an answer. Everything that it sends may be forged by the code that it runs, so the
checker believes none of it: it draws the inputs, compares the outputs itself, and judges models from what a second
worker, without learner code, rebuilds of them.

Started by `checker.sandbox`, never by hand, in one of two ways:

    main.py serve FD LEVEL   on Linux: import Keras once, then fork a worker for each request on the control socket
    main.py work FD          elsewhere: be one worker (without FD, on Windows, the socket comes over standard input)
"""

import faulthandler
import io
import json
import os
import select
import signal
import socket
import sys
import tempfile
import threading
import time
import traceback
from contextlib import suppress
from pathlib import Path

# The interpreter is started isolated (-I), so that nothing in the learner's folder can shadow a module. `checker` and
# `workshop` are those of whoever started us, also where another version of them is installed; for all else, installed
# packages come first, and the folder that holds these two goes to the end of the path.
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
import checker  # noqa: F401 (their own modules are found beside them from now on)
import workshop  # noqa: F401

sys.path.append(sys.path.pop(0))

from checker.worker import lean, lockdown
from checker.worker.requests import Worker, import_keras
from workshop import startup

TIDY_SECONDS = 0.5  # for a worker that closed its socket to end by itself, so that its exit status is known


def be_worker(channel):
    """Turn this process into a worker: what it prints is kept, and a signal makes it tell where it is."""
    # New streams: those of the process that forked us were made for its log, a file in which one can seek. As with -u,
    # nothing is kept back.
    options = {"encoding": "utf-8", "errors": "backslashreplace", "line_buffering": True, "write_through": True}
    for name, number in (("stdout", 1), ("stderr", 2)):
        stream = io.TextIOWrapper(io.FileIO(number, "wb", closefd=False), **options)
        setattr(sys, name, stream)
        setattr(sys, f"__{name}__", stream)
    # Temporary files, such as TensorFlow leaves of each function that it traces, go with the worker's folder.
    tempfile.tempdir = os.environ["TMPDIR"] = str(Path.cwd())
    faulthandler.enable(file=sys.stderr)
    if hasattr(faulthandler, "register"):
        faulthandler.register(signal.SIGUSR1, file=sys.stderr)
    Worker().loop(channel)


# The fork server (Linux)


def serve(control, level):
    """Fork a worker for each request until the checker hangs up.

    `import keras` takes seconds and a fork milliseconds, so a process that has imported Keras *and run nothing* is
    kept for forking. Once it has run a single TensorFlow operation, every child hangs in its first one.

    Args:
        control: a socket of whole messages, on which each fork also says that it is there: so the checker learns its
            process number from the kernel, whatever namespace it is in.
        level: how workers are confined: "practice", or see `checker.worker.lockdown.lock_in`.
    """
    import resource

    lockdown.prctl(lockdown.PR_SET_DUMPABLE, 0)  # no process of this user reads or writes this one's memory
    lockdown.prctl(lockdown.PR_SET_CHILD_SUBREAPER, 1)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    imported = threading.Event()
    watch = threading.Thread(target=_end_with_checker, args=(control, imported))
    watch.start()
    with startup.quietly():  # what it prints is read only where a worker does not start
        import_keras()
    imported.set()
    watch.join()  # a process that forks has one thread
    lean.unmap_code()
    from tensorflow.python.eager import context

    assert context.context()._context_handle is None, "the fork server has run a TensorFlow operation"
    living = set()
    while True:
        data, descriptors, _, _ = socket.recv_fds(control, 65536, 2)
        if not data:
            _end_children()
            return
        request = json.loads(data)
        if request["do"] == "fork":
            try:
                pid = os.fork()
            except OSError as error:  # no process, or no memory, to be had: perhaps for the next one
                pid = None
                control.send(json.dumps({"failed": str(error)}).encode())
            if pid == 0:
                _forked(control, *descriptors, request["folder"], level)
            for descriptor in descriptors:
                os.close(descriptor)
            living |= {pid} - {None}
        elif request["do"] == "end":
            code, peak = _end(request["pid"], living)
            _end_children(keep=living)
            control.send(json.dumps({"code": code, "peak": peak}).encode())


def _end_with_checker(control, imported):
    """End if the checker hangs up before there is anybody to hear it."""
    poll = select.poll()
    poll.register(control, 0)  # nothing but that the other end is closed
    while not imported.is_set():
        if poll.poll(100):
            os._exit(1)


def _forked(control, channel, output, folder, level):

    number = os.getpid()
    try:
        os.setsid()
        lockdown.prctl(lockdown.PR_SET_PDEATHSIG, signal.SIGKILL)
        lockdown.prctl(lockdown.PR_SET_DUMPABLE, 1)  # for a moment: else its files in /proc belong to root
        with suppress(OSError):  # if memory runs out, this process is the one to go
            Path("/proc/self/oom_score_adj").write_text("1000")
        os.dup2(output, 1)
        os.dup2(output, 2)
        try:
            if level == "practice":
                os.chdir(folder)
                lockdown.keep()
            else:
                lockdown.lock_in(level, folder)
        except (lockdown.LockdownError, OSError) as error:
            control.send(json.dumps({"failed": str(error)}).encode())
            os._exit(1)
        control.send(json.dumps({"pid": number}).encode())
        lockdown.close_others((channel,))
        be_worker(socket.socket(fileno=channel))
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(0)


def _end(pid, living):
    """End a worker.

    Returns:
        `(code, peak)`: its exit code if it had ended by itself, None if it was killed; and the most bytes of memory
        that one of its processes ever held, of those that were buried.
    """
    living.discard(pid)
    deadline = time.monotonic() + TIDY_SECONDS
    while time.monotonic() < deadline:
        ended, status, used = os.wait4(pid, os.WNOHANG)
        if ended:
            return os.waitstatus_to_exitcode(status), used.ru_maxrss * 1024
        time.sleep(0.01)
    with suppress(ProcessLookupError):
        os.killpg(pid, signal.SIGKILL)
    return None, os.wait4(pid, 0)[2].ru_maxrss * 1024


def _end_children(keep=()):
    """Kill what workers left behind: this process adopts their orphans (see `serve`)."""
    import psutil

    for _ in range(20):  # a child killed may leave orphans of its own, which come to us next
        found = [child for child in psutil.Process().children() if child.pid not in keep]
        if not found:
            return
        for child in found:
            with suppress(psutil.Error, ChildProcessError):
                for each in [*child.children(recursive=True), child]:
                    each.kill()
                os.waitpid(child.pid, 0)


def _end_with_parent(parent):
    """Where nobody forks: end although the learner's code goes on, once nobody waits for it."""
    while os.getppid() == parent:
        time.sleep(0.5)
    os._exit(1)


def main():
    """Be what the command line says; see the top of this file."""
    role, *descriptor = sys.argv[1:]
    startup.leave()  # what it does to the first import ends with an operation: see `serve`
    if role == "serve":
        serve(socket.socket(fileno=int(descriptor[0])), descriptor[1])
    else:
        channel = socket.socket(fileno=int(descriptor[0])) if descriptor else socket.fromshare(sys.stdin.buffer.read())
        if os.name != "nt":  # where a parent's number stays when it is gone
            threading.Thread(target=_end_with_parent, args=(os.getppid(),), daemon=True).start()
        be_worker(channel)
        os._exit(0)


if __name__ == "__main__":
    main()
