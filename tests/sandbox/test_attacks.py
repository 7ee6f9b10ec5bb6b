"""Nobody gains a point by force, reaches what is outside, or harms who comes next: all attacks, confined.

The table of them, docs/evidence/attacks.md, is written by `python -m benchmarks attacks`.
"""

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from checker.errors import UsageError
from checker.failures import LoadFailure
from checker.learner.code import Learner
from checker.report.results import build
from checker.run.session import run
from checker.sandbox import confinement, launchers, limits, process
from tests.support.answers import compose, doing, lost, outcomes, parts, some_exercise, static_points
from tests.support.attacking import HIDDEN_READ, LIMITS, PUBLIC_READ, attacks, named

pytestmark = pytest.mark.slow

EXERCISE = some_exercise()
NAME = EXERCISE.name


def test_there_are_forty():
    assert len(attacks()) >= 40


@pytest.mark.confinement
def test_an_honest_answer_gets_all_points_between_attacks(scene, tmp_path):
    path = tmp_path / f"{NAME}.py"
    path.write_text(compose(NAME))
    for name in ("fork_bomb", "signals_to_everybody", "disk_bomb"):
        scene.run(named(name).path)
        process.ONE_CALL = limits.Limits()
        try:
            assert not lost(run([EXERCISE], file=path, train=False))
        finally:
            process.ONE_CALL = LIMITS


@pytest.mark.confinement
@pytest.mark.parametrize("how", HIDDEN_READ)
def test_a_submission_cannot_paint_creatures(how, scene):
    text = f"{how}\nraise SystemError('it can')\n"
    with pytest.raises(LoadFailure) as failure:
        Learner(NAME, Path(__file__), 1, content=np.frombuffer(text.encode(), "uint8")).load()
    assert "it can" not in failure.value.got
    assert any(name in failure.value.got for name in ("ModuleNotFoundError", "ImportError", "FileNotFoundError"))


@pytest.mark.confinement
def test_a_submission_can_read_what_labels_of_creatures_mean(scene):
    with pytest.raises(LoadFailure) as failure:
        Learner(NAME, Path(__file__), 1, content=np.frombuffer(PUBLIC_READ.encode(), "uint8")).load()
    assert "bodies: [0 2]" in failure.value.got


@pytest.mark.confinement
def test_marks_are_the_same_confined(scene, tmp_path):
    """A wrong answer gets the same messages confined as it gets on its author's machine."""
    path = tmp_path / f"{NAME}.py"
    path.write_text(doing(NAME, "return None"))
    process.ONE_CALL = limits.Limits()
    try:
        inside = run([EXERCISE], file=path, seed=1, train=False)
        told = {result.check: (result.outcome, result.failure and vars(result.failure)) for result in inside.results}
        launchers.confine("practice")
        outside = run([EXERCISE], file=path, seed=1, train=False)
    finally:
        launchers.confine("class")
        process.ONE_CALL = LIMITS
    assert told == {
        result.check: (result.outcome, result.failure and vars(result.failure)) for result in outside.results
    }
    assert "fail" in outcomes(outside).values()


@pytest.mark.confinement
@pytest.mark.parametrize("kind", ["link", "pipe", "large"])
def test_a_file_that_is_no_file_is_not_followed(kind, scene, tmp_path):
    path = tmp_path / f"{NAME}.py"
    if kind == "link":
        path.symlink_to(EXERCISE.solution)
    elif kind == "large":
        path.write_text(f"x = '{'x' * 2_000_000}'\n")
    elif kind == "pipe":
        path.write_text("")
    if kind == "pipe":  # which appears once the checker has looked whether there is a file
        path.unlink()
        os.mkfifo(path)
        learner = Learner(NAME, path, 1)
        with pytest.raises(LoadFailure, match=rf"reading {NAME}\.py"):
            learner.call(parts(NAME)[0])
        return
    found = run([EXERCISE], file=path, train=False)
    first, *rest = list(found.results)
    assert first.outcome == "fail"
    assert "an ordinary file" in first.failure.expected
    assert {result.outcome for result in rest} == {"wait"}
    build(found)


PLANTED = {
    "conftest.py": "import os\nos._exit(0)\n",
    "pytest.ini": "[pytest]\naddopts = -p planted\n",
    "planted.py": "import os\nos._exit(0)\n",
    "pyproject.toml": "[tool.pytest.ini_options]\naddopts = '-p planted'\n",
    "sitecustomize.py": "import os\nos._exit(0)\n",
    "usercustomize.py": "import os\nos._exit(0)\n",
    "checker.py": "print('all passed')\n",
    "checker/__init__.py": "print('all passed')\n",
    "checker/__main__.py": "print('all passed')\n",
    "keras/__init__.py": "raise SystemExit(0)\n",
    "numpy.py": "raise SystemExit(0)\n",
    "workshop/__init__.py": "raise SystemExit(0)\n",
    ".keras/keras.json": '{"backend": "jax", "image_data_format": "channels_first"}',
    "keras.json": '{"backend": "jax"}',
    "tox.ini": "[pytest]\naddopts = -p planted\n",
    "setup.cfg": "[tool:pytest]\naddopts = -p planted\n",
}


@pytest.mark.confinement
@pytest.mark.parametrize("name", [f"{NAME}.py", f"m\udcff{NAME}\n.py"])
def test_what_is_planted_beside_a_submission_is_not_run(name, level, tmp_path):
    """The honest answer gets its points, from whatever folder, under whatever name."""
    for planted, text in PLANTED.items():
        target = tmp_path / planted
        if target.parent.suffix != ".py" and not (target.parent / "__init__.py").is_file():
            target.parent.mkdir(exist_ok=True)
        target.write_text(text)
    path = os.path.join(tmp_path, name)
    with open(path, "w") as file:
        file.write(compose(NAME))
    command = [sys.executable, "-P", "-m", "checker", NAME, "--file", path, "--no-train", "--confine", "class"]
    command += ["--json", str(tmp_path / "results.json")]
    environment = os.environ | {"HOME": str(tmp_path)}
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, timeout=120)
    assert done.returncode == 0, done.stdout + done.stderr
    points = static_points(NAME)
    assert f"{points} of {points} points".encode() in done.stdout
    assert (tmp_path / "results.json").exists()


def test_refusal_tells_reason_and_remedy(monkeypatch, tmp_path):
    """Where neither level can be had, nothing is run, and both reasons are told with what to do about them."""
    path = tmp_path / f"{NAME}.py"
    path.write_text(f"open({str(tmp_path / 'ran')!r}, 'w')\n")
    command = [sys.executable, "-m", "checker", NAME, "--file", str(path), "--confine"]
    environment = os.environ | {"PATH": str(tmp_path)}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60)
    assert done.returncode == 2
    assert "bubblewrap is missing" in done.stderr
    assert "apt-get install bubblewrap" in done.stderr
    assert "- container: " in done.stderr
    assert not (tmp_path / "ran").exists()
    monkeypatch.setattr(confinement.sys, "platform", "darwin")
    with pytest.raises(UsageError, match="Linux"):
        confinement.level()


def test_the_checker_is_imported_where_there_is_no_linux(run_python):
    """What only Linux has is not touched by an import; elsewhere the code of others is refused."""
    done = run_python(
        "-c",
        "import ctypes, multiprocessing, pathlib, subprocess, sys, tempfile, psutil, numpy\n"
        "sys.modules['resource'] = None\n"
        "ctypes.CDLL = None\n"
        "sys.platform = 'win32'\n"
        "from checker.sandbox import confinement\n"
        "confinement.level()",
    )
    assert "only be confined on Linux" in done.stderr
