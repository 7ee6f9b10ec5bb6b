"""Stopped runs: which of them the same command may continue."""

import hashlib
import json
import os
from datetime import datetime
from pathlib import Path

# What may differ between two calls of one command: when, where in the machine, and on which of a lab's machines.
MAY_DIFFER = ("started", "process", "machine")


def checksum(script):
    """A checksum that tells an exercise's file from an edited one: their results must not be mixed."""
    return hashlib.sha256(Path(script).read_bytes()).hexdigest()[:16]


def find(exercise, out, config):
    """The folder of the latest run that was stopped and was begun with the same configuration.

    Args:
        exercise: its name.
        out: the folder to look at; None for those of the exercise below `runs/`.
        config: what `config.json` is going to hold, with the `process` that writes.

    Returns:
        A `Path`; None where there is none.
    """
    for folder in [Path(out)] if out else sorted(Path("runs").glob(f"{exercise}-*"), reverse=True):
        begun = _config(folder)
        if begun and _same(begun, config) and not (folder / "results.json").exists() and not _is_live(begun):
            return folder
    return None


def differences(folder, config):
    """Why a run does not continue the one in a folder, as a sentence after a space; "" if there is no run."""
    begun = _config(folder)
    if not begun:
        return ""
    if (folder / "results.json").exists():
        return " The run in it came to its end."
    if _is_live(begun):
        return f" The run in it is still under way, in process {begun.get('process')}."
    names = [name for name in {**begun, **config} if name not in MAY_DIFFER and begun.get(name) != config.get(name)]
    return f" The run in it was stopped, but began with another {', '.join(names)}."


def _config(folder):
    try:
        found = json.loads((Path(folder) / "config.json").read_text("utf-8"))
    except (OSError, ValueError):
        return None
    return found if isinstance(found, dict) else None


def _same(begun, config):
    begun, config = ({name: each[name] for name in each if name not in MAY_DIFFER} for each in (begun, config))
    return begun == json.loads(json.dumps(config))


def _is_live(begun):
    """Whether the process that the run names is still writing, and not a later one of the same number."""
    import psutil

    try:
        number, started = begun["process"], datetime.fromisoformat(begun["started"]).timestamp()
        return number != os.getpid() and psutil.Process(number).create_time() <= started + 1
    except (psutil.Error, KeyError, TypeError, ValueError):
        return False
