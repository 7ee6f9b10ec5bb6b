"""How long people wait: for a check from nothing, for one after a save, for the demo, for `import keras`."""

import os
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

from benchmarks.common.pages import ROOT
from checker.exercises import by_name, exercises

SAVES = 5
RUNS = 3  # of what takes seconds


def tasks():
    """`[(what, seed), ...]`."""
    waits = [f"{kind}_{exercise.name}" for kind in ("cold", "save") for exercise in exercises()]
    return [(name, 0) for name in ("import", *waits, "demo")]


def measure(name, _):
    """Do it and look at the clock on the wall.

    Args:
        name: `"import"`; `"cold_NAME"`, the static checks of a finished exercise, from the command to its end;
            `"save_NAME"`, the same under `--watch`, from a save to the last line, five saves; `"demo"`.

    Returns:
        `(record, None)` with `seconds`, a list.
    """
    kind, _, exercise = name.partition("_")
    with tempfile.TemporaryDirectory() as folder:
        if kind == "import":
            seconds = [of([sys.executable, "-c", "import keras"], folder) for _ in range(RUNS)]
        elif kind == "demo":
            seconds = [of([sys.executable, "-m", "checker", "demo", str(Path(folder, "demo"))], ROOT)]
        else:
            file = Path(folder, f"{exercise}.py")
            file.write_bytes(by_name(exercise).solution.read_bytes())
            if kind == "cold":
                command = [sys.executable, "-m", "checker", exercise, "--no-train"]
                seconds = [of(command, folder) for _ in range(RUNS)]
            else:
                seconds = saves(exercise, file)
    return {"seconds": [round(second, 2) for second in seconds]}, None


def of(command, folder):
    """Seconds that a command takes."""
    started = time.perf_counter()
    subprocess.run(command, cwd=folder, env=environment(), check=True, capture_output=True)
    return time.perf_counter() - started


def environment():
    """As a learner has it, and the packages of this checkout."""
    return os.environ | {"PYTHONPATH": os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])}


def saves(exercise, file):
    """Seconds from a save to the line that says that the checker watches again; the first check is left out."""
    process = subprocess.Popen(
        [sys.executable, "-m", "checker", exercise, "--watch"], cwd=file.parent, env=environment(), text=True,
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    ended = threading.Timer(300, process.kill)  # rather no figure than waiting for ever
    ended.start()
    try:
        wait_for_line(process)
        seconds = []
        for _ in range(SAVES):
            time.sleep(6)  # a person thinks; meanwhile the next worker imports Keras
            started = time.perf_counter()
            file.write_bytes(file.read_bytes() + b"\n")
            wait_for_line(process)
            seconds.append(time.perf_counter() - started)
        return seconds
    finally:
        ended.cancel()
        process.kill()
        process.wait()


def wait_for_line(process):
    """Read until the checker has said all and watches."""
    for line in process.stdout:
        if line.startswith("Watching"):
            return
    raise SystemExit("The checker ended, though it was to watch.")
