"""Makes a folder of answers one that VS Code knows: its Python, and checking, watching and running at a key.

An installed package needs none of it: a container or a notebook service has one Python only.
"""

import json
import os
import sys

from checker.errors import UsageError

EXTENSIONS = {"recommendations": ["ms-python.python", "ms-toolsai.jupyter"]}


def write(folder):
    """Write `.vscode/`; files that are there stay as they are.

    Args:
        folder: a learner's, a `pathlib.Path`.

    Raises:
        UsageError: it cannot be written.
    """
    try:
        for name, content in (("settings", settings()), ("tasks", tasks()), ("extensions", EXTENSIONS)):
            path = folder / ".vscode" / f"{name}.json"
            if not os.path.lexists(path):
                path.parent.mkdir(exist_ok=True)
                path.write_text(json.dumps(content, indent=4) + "\n", encoding="utf-8")
    except OSError as error:
        raise UsageError(f"{folder} cannot have settings for VS Code: {error}.\nName another folder.") from None


def settings():
    """Which Python the folder's files are for; VS Code activates it in new terminals."""
    return {"python.defaultInterpreterPath": sys.executable, "files.exclude": {"**/__pycache__": True}}


def tasks():
    """What is to be done with the file that is open."""
    exercise = "${fileBasenameNoExtension}"
    return {
        "version": "2.0.0",
        "tasks": [
            _task("check", ["-m", "checker", exercise], group={"kind": "test", "isDefault": True}),
            _task("watch: check at each save", ["-m", "checker", exercise, "--watch"], isBackground=True),
            _task("hint", ["-m", "checker", exercise, "--hint", "--no-train"]),
            _task("run", ["${file}"], group={"kind": "build", "isDefault": True}),
        ],
    }


def _task(label, arguments, **more):
    return {
        "label": label,
        "type": "process",
        "command": sys.executable,
        "args": arguments,
        "options": {"cwd": "${fileDirname}"},
        "problemMatcher": [],
        "presentation": {"clear": True, "panel": "dedicated"},
        **more,
    }
