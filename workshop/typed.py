"""Commands that work in the learner's folder: with the workshop's Python active, or through `start.py`."""

import json
import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path


def typed(*arguments, folder=None, exact=False):
    """A command line that runs the workshop's Python.

    Args:
        arguments: what follows `python`, such as `"-m", "checker", "status"` or `"NAME.py"`.
        folder: where it is to be typed; the working directory where None.
        exact: where neither `start.py` started us nor `python` is ours, name this Python by its path.

    Returns:
        `python ...` where a terminal knows the workshop's Python; `python ../start.py ...` where it was `start.py` that
        ran this one, for then the learner's terminal does not know it.
    """
    started = os.environ.get("WORKSHOP_START")  # see `environment` in start.py
    if started:
        *python, start = json.loads(started)
        if arguments[:2] == ("-m", "checker"):
            arguments = arguments[1:]
        return line(*python, _relative(start, folder), *arguments)
    return line(sys.executable if exact and not is_active() else "python", *arguments)


def is_active():
    """Whether the word `python` starts the Python that runs this."""
    found = shutil.which("python")
    return found is not None and Path(found).absolute().parent == Path(sys.executable).absolute().parent


def line(*words):
    """Words as one line for the system's shell."""
    return subprocess.list2cmdline(words) if os.name == "nt" else shlex.join(map(str, words))


def _relative(path, folder):
    try:
        return os.path.relpath(path, os.path.realpath(folder or "."))
    except ValueError:  # on another drive
        return path
