"""A learner's own folder: what `start` puts there, and what `reset` puts back."""

import json
import os
import sys

import pytest

from checker.exercises import exercises
from checker.materials import skeletons

FIRST = exercises()[0]
NAME = FIRST.name


@pytest.fixture
def mine(command, tmp_path):
    assert command("start", "mine").returncode == 0
    return tmp_path / "mine"


def test_vs_code_knows_the_python_and_what_can_be_done(mine):
    settings, tasks = (json.loads((mine / ".vscode" / f"{name}.json").read_text()) for name in ("settings", "tasks"))
    assert settings["python.defaultInterpreterPath"] == sys.executable
    commands = {task["label"].partition(":")[0]: [task["command"], *task["args"]] for task in tasks["tasks"]}
    assert commands["check"] == [sys.executable, "-m", "checker", "${fileBasenameNoExtension}"]
    assert commands["watch"][-1] == "--watch"
    assert commands["run"] == [sys.executable, "${file}"]


def test_a_learner_s_own_settings_stay(command, tmp_path):
    own = tmp_path / "mine" / ".vscode" / "settings.json"
    own.parent.mkdir(parents=True)
    own.write_text("{}")
    command("start", "mine")
    assert own.read_text() == "{}"
    assert (own.parent / "tasks.json").is_file()


@pytest.mark.parametrize("folder", ["mine", "my answers", "."])
@pytest.mark.parametrize("by", ["start.py", "an active environment", "a path"])
def test_what_is_said_to_come_next_works_as_typed(folder, by, command, tmp_path, monkeypatch):
    monkeypatch.delenv("WORKSHOP_START", raising=False)
    monkeypatch.setenv("PATH", os.path.dirname(sys.executable) if by == "an active environment" else str(tmp_path))
    if by == "start.py":
        monkeypatch.setenv("WORKSHOP_START", json.dumps(["python3", str(tmp_path / "clone" / "start.py")]))
    *_, said = command("start", folder).stdout.splitlines()
    quoted = {"mine": "cd mine, ", "my answers": "cd 'my answers', ", ".": ""}
    up = "" if folder == "." else "../"
    python = {
        "start.py": f"python3 {up}clone/start.py checker",
        "an active environment": "python -m checker",
        "a path": f"{sys.executable} -m checker",
    }
    if os.name == "posix":
        assert said == f"Next: {quoted[folder]}open {NAME}.py, and check it with: {python[by]} {NAME}"


def test_reset_puts_the_skeleton_back_and_keeps_what_was_there(command, mine):
    path, skeleton = mine / f"{NAME}.py", FIRST.skeleton.read_text("utf-8")
    assert "is the skeleton." in command("reset", NAME, cwd=mine).stdout
    assert not list(mine.glob("*backup*"))
    for number, text in enumerate(("first", "second"), 1):
        path.write_text(text)
        done = command("reset", NAME, cwd=mine)
        assert f"What you had is kept as {NAME}.backup-{number}.py" in done.stdout
        assert path.read_text("utf-8") == skeleton
        assert (mine / f"{NAME}.backup-{number}.py").read_text() == text
    path.unlink()
    assert command("reset", NAME, cwd=mine).returncode == 0
    assert path.read_text("utf-8") == skeleton
    assert len(list(mine.glob("*backup*"))) == 2


def test_reset_keeps_a_link_and_what_it_leads_to(command, mine, tmp_path):
    elsewhere, path = tmp_path / "elsewhere.py", mine / f"{NAME}.py"
    elsewhere.write_text("mine")
    path.unlink()
    path.symlink_to(elsewhere)
    command("reset", NAME, cwd=mine)
    assert elsewhere.read_text() == "mine"
    assert not path.is_symlink()
    assert skeletons.HEAD.match(path.read_text("utf-8"))


def test_reset_tells_what_it_cannot_do_and_changes_nothing(command, mine):
    done = command("reset", f"{NAME}s", cwd=mine)
    assert done.returncode == 2
    assert f"no exercise called '{NAME}s'" in done.stderr
    done = command("reset", NAME, "--file", "no/folder.py", cwd=mine)
    assert done.returncode == 2
    assert "Nothing was changed" in done.stderr


def test_reset_that_fails_half_way_leaves_all_as_it_was(command, mine, monkeypatch):
    (mine / f"{NAME}.py").write_text("mine", "utf-8")

    def fail(*paths):
        raise OSError("no more room")

    monkeypatch.setattr(os, "replace", fail)
    done = command("reset", NAME, cwd=mine)
    assert "Nothing was changed." in done.stderr
    assert (mine / f"{NAME}.py").read_text("utf-8") == "mine"
    assert not list(mine.glob(f"{NAME}.backup-*"))
