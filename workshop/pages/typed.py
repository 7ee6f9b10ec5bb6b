"""Commands as they are typed where the learner stands: with the environment's Python, and paths from here."""

import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]  # of a checkout, where `start.py` lies


def python(*arguments):
    """A command line that runs this Python on arguments, from the present folder."""
    words = ["python", *map(str, arguments)]
    start = ROOT / "start.py"
    if start.is_file() and Path(sys.prefix).resolve() == (ROOT / ".venv").resolve():
        # It works whether or not the environment is active in the terminal, which nobody here can know.
        words = [_any_python(), shown(start), *words]
    return subprocess.list2cmdline(words) if os.name == "nt" else shlex.join(words)


def shown(path):
    """A path as one types it here."""
    try:
        relative = os.path.relpath(path)
    except ValueError:  # another drive, on Windows
        return str(path)
    return relative if relative.count("..") <= 2 else str(path)


def script(exercise):
    """The path of the script that runs, as typed here; the exercise's own file where that is no script."""
    running = Path(sys.argv[0])
    return shown(running) if running.name == f"{exercise}.py" and running.is_file() else f"{exercise}.py"


def is_found(exercise, path):
    """Whether the checker, which looks for an answer here and in `exercises/`, takes this one."""
    found = [each for each in (Path(f"{exercise}.py"), Path("exercises", f"{exercise}.py")) if each.is_file()]
    return not Path(path).is_file() or (bool(found) and found[0].samefile(path))


def _any_python():
    """How a Python is started that is not of the environment: `start.py` takes any."""
    environment = {Path(sys.prefix, each).resolve() for each in ("bin", "Scripts")}
    folders = [each for each in os.get_exec_path() if Path(each).resolve() not in environment]
    names = ("python", "python3", "py")
    return next((name for name in names if shutil.which(name, path=os.pathsep.join(folders))), "python")
