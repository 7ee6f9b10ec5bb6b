"""Runs Python commands of tests in processes that need not import what takes seconds: forks of one that has done so.

What is forked has imported packages of others only, and run nothing of theirs; so `checker` and `workshop` are those of
the folder in which the command is run, and all else is as where one types it: a process of its own, with its folder,
environment, arguments and status.
"""

import atexit
import gc
import importlib
import json
import os
import random
import runpy
import socket
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

# What a command imports, by its first words; of others, a start takes no time that counts.
IMPORTS = {
    "script": ["keras", "matplotlib.pyplot", "PIL.Image"],
    "nbgrader": [
        "nbgrader.apps", "nbgrader.converters", "nbgrader.exchange.default", "nbgrader.preprocessors",
        "nbgrader.server_extensions.formgrader", "matplotlib.pyplot",
    ],
    "checker grade": ["distributed", "nbgrader.apps", "nbgrader.converters", "rich.progress", "pytest"],
}  # fmt: skip


def run(arguments, cwd=None, env=None, timeout=120):
    """Run `python ARGUMENTS`; returns a `subprocess.CompletedProcess` with its output as text.

    Args:
        arguments: of the command line, such as `["-m", "nbgrader", "autograde", "NAME"]`, or `["script.py"]`.
        cwd: the folder in which it is run; this process's where None.
        env: environment variables of its own.
        timeout: seconds, after which it is killed.

    Raises:
        subprocess.TimeoutExpired: it took longer.
    """
    arguments = [str(argument) for argument in arguments]
    words = "script" if arguments[0][0] != "-" else " ".join(arguments[1:3]) if arguments[0] == "-m" else ""
    imports = next((names for name, names in IMPORTS.items() if words.startswith(name)), None)
    if sys.platform != "linux" or imports is None:
        return cold(arguments, cwd, env, timeout)
    return _warm().run(arguments, imports, os.fspath(cwd or os.getcwd()), dict(os.environ) | (env or {}), timeout)


def cold(arguments, cwd=None, env=None, timeout=120):
    """The same in a process that begins with nothing, as outside of tests."""
    return subprocess.run(
        [sys.executable, *map(str, arguments)], cwd=cwd, env=os.environ | (env or {}), capture_output=True, text=True,
        timeout=timeout, stdin=subprocess.DEVNULL,
    )  # fmt: skip


class Warm:
    """The process that is forked, seen from a test."""

    def __init__(self):
        self._channel, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            command = [sys.executable, __file__, str(theirs.fileno())]
            self._process = subprocess.Popen(command, pass_fds=[theirs.fileno()], stdin=subprocess.DEVNULL)
        atexit.register(self.close)

    def run(self, arguments, imports, cwd, env, timeout):
        with open(os.devnull) as nothing, _temporary() as out, _temporary() as err:
            asked = {"arguments": arguments, "imports": imports, "cwd": cwd, "env": env}
            ends = [file.fileno() for file in (nothing, out, err)]
            socket.send_fds(self._channel, [json.dumps(asked).encode()], ends)
            self._channel.settimeout(120)
            number = json.loads(self._channel.recv(100))
            self._channel.settimeout(timeout)
            try:
                status = json.loads(self._channel.recv(100))
            except TimeoutError:
                os.killpg(number, 9)
                self._channel.settimeout(None)
                self._channel.recv(100)
                raise subprocess.TimeoutExpired(arguments, timeout, _text(out), _text(err)) from None
            return subprocess.CompletedProcess(arguments, status, _text(out), _text(err))

    def close(self):
        self._channel.close()
        self._process.wait()


def _temporary():
    """A file for what a command prints, no pipe: whoever outlives the command holds up nobody."""
    return tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace")


def _text(file):
    file.seek(0)
    return file.read()


_found = []


def _warm():
    if not _found:
        _found.append(Warm())
    return _found[0]


# The process that is forked


def serve(channel):
    """Fork for each request, import first what it names, and tell the number of the fork and how it ended."""
    while True:
        data, ends, _, _ = socket.recv_fds(channel, 1 << 20, 3)
        if not data:
            return
        asked = json.loads(data)
        for name in asked["imports"]:
            importlib.import_module(name)
        assert threading.active_count() == 1, "a fork would lack the threads of what was imported"
        gc.collect()
        gc.freeze()
        number = os.fork()
        if number == 0:
            channel.close()
            become(ends, **asked)
        for end in ends:
            os.close(end)
        channel.send(json.dumps(number).encode())
        _, status = os.waitpid(number, 0)
        channel.send(json.dumps(os.waitstatus_to_exitcode(status)).encode())


def become(ends, arguments, imports, cwd, env):
    """Be the process that `python ARGUMENTS` would be, to its end."""
    os.setsid()
    for number, end in enumerate(ends):
        os.dup2(end, number)
    for end in ends:
        os.close(end)
    os.chdir(cwd)
    os.environ.clear()
    os.environ.update(env)
    random.seed()
    status = 0
    try:
        if arguments[0] == "-m":
            sys.argv, sys.path[0] = arguments[1:], cwd
            runpy.run_module(arguments[1], run_name="__main__", alter_sys=True)
        else:
            sys.argv, sys.path[0] = arguments, str(Path(arguments[0]).absolute().parent)
            runpy.run_path(arguments[0], run_name="__main__")
    except SystemExit as ended:
        status = ended.code if isinstance(ended.code, int) else int(ended.code is not None)
        if status and not isinstance(ended.code, int):
            print(ended.code, file=sys.stderr)
    except BaseException:
        sys.excepthook(*sys.exc_info())
        status = 1
    threading._shutdown()
    atexit._run_exitfuncs()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(status & 255)


if __name__ == "__main__":
    serve(socket.socket(fileno=int(sys.argv[1])))
