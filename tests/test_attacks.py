"""Nobody gains a point by force, reaches what is outside, or harms who comes next: all attacks, confined.

The table of them, docs/evidence/attacks.md, is written by `python -m benchmarks attacks`.
"""

import os
import subprocess
import sys

import pytest

from checker.errors import UsageError
from checker.exercises import by_name
from checker.failures import LoadFailure
from checker.learner.code import Learner
from checker.report.results import build
from checker.run.session import run
from checker.sandbox import confinement, launchers, limits, process
from tests.conftest import need_confinement
from tests.support.answers import compose, header_line, outcomes
from tests.support.attacking import LIMITS, Scene, attacks, confined, honest


@pytest.fixture(scope="module")
def level():
    """Level "class", where this machine allows it."""
    need_confinement()
    return "class"


@pytest.fixture(scope="module")
def scene(level, tmp_path_factory):
    with confined(level):
        scene = Scene(tmp_path_factory.mktemp("scene"))
        yield scene
        scene.close()


def test_there_are_forty():
    assert len(attacks()) >= 40
    assert all(header_line(path, "tries") and header_line(path, "tells") for path in attacks().values())


@pytest.mark.confinement
@pytest.mark.parametrize("name", attacks())
def test_attack_gains_nothing_and_is_told(name, scene):
    path = attacks()[name]
    result = scene.run(path)
    assert result.harm == []
    assert set(result.passed) <= honest(path), result.report
    assert header_line(path, "tells") in result.report
    assert result.seconds < 60


@pytest.mark.confinement
@pytest.mark.parametrize("exercise", ["mnist", "cnn", "dcgan"])
@pytest.mark.parametrize(
    "value",
    ["True", "None", "-1.5", "'x' * 300", "[]", "{'value': 1}", "np.zeros((3, 0))", "wire.Ref(1, 'model', 'x')"],
)
def test_forged_answers_break_nothing(exercise, value, scene, tmp_path):
    """A worker that gives the same answer to every question fails, and is never the checker's own error."""
    path = tmp_path / f"{exercise}.py"
    path.write_text(
        by_name(exercise).skeleton.read_text("utf-8").partition('\nif __name__ == "__main__":')[0]
        + "\nimport sys\nimport numpy as np\nfrom checker.worker import wire\n"
        + f"VALUE = {value}\n"
        + "sys.modules['__main__'].Worker.answer = lambda self, request: wire.pack({'id': request['id'], 'value': VALUE})\n"
    )
    found = outcomes(run([by_name(exercise)], file=path, train=False))
    assert "error" not in found.values(), found
    assert list(found.values()).count("pass") <= 1  # `None` is what a function without `return` gives, too


@pytest.mark.confinement
def test_an_honest_answer_gets_all_points_between_attacks(scene, tmp_path):
    path = tmp_path / "mnist.py"
    path.write_text(compose("mnist", ""))
    for name in ("mnist/fork_bomb", "mnist/signals_to_everybody", "mnist/disk_bomb"):
        scene.run(attacks()[name])
        process.ONE_CALL = limits.Limits()
        try:
            assert set(outcomes(run([by_name("mnist")], file=path, train=False)).values()) == {"pass"}
        finally:
            process.ONE_CALL = LIMITS


@pytest.mark.confinement
def test_marks_are_the_same_confined(scene, tmp_path):
    """A wrong answer gets the same messages confined as it gets on its author's machine."""
    path = tmp_path / "mnist.py"
    path.write_text(compose("mnist", "def prepare(images, labels):\n    return images / 255, labels\n"))
    process.ONE_CALL = limits.Limits()
    try:
        inside = run([by_name("mnist")], file=path, seed=1, train=False)
        told = {result.check: (result.outcome, result.failure and vars(result.failure)) for result in inside.results}
        launchers.confine("practice")
        outside = run([by_name("mnist")], file=path, seed=1, train=False)
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
    path = tmp_path / "mnist.py"
    if kind == "link":
        path.symlink_to(by_name("mnist").solution)
    elif kind == "large":
        path.write_text(f"x = '{'x' * 2_000_000}'\n")
    elif kind == "pipe":
        path.write_text("")
    if kind == "pipe":  # which appears once the checker has looked whether there is a file
        path.unlink()
        os.mkfifo(path)
        learner = Learner("mnist", path, 1)
        with pytest.raises(LoadFailure, match=r"reading mnist\.py"):
            learner.prepare()
        return
    found = run([by_name("mnist")], file=path, train=False)
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
@pytest.mark.parametrize("name", ["mnist.py", "m\udcffnist\n.py"])
def test_what_is_planted_beside_a_submission_is_not_run(name, level, tmp_path):
    """The honest answer gets its points, from whatever folder, under whatever name."""
    for planted, text in PLANTED.items():
        target = tmp_path / planted
        if target.parent.suffix != ".py" and not (target.parent / "__init__.py").is_file():
            target.parent.mkdir(exist_ok=True)
        target.write_text(text)
    path = os.path.join(tmp_path, name)
    with open(path, "w") as file:
        file.write(compose("mnist", ""))
    command = [sys.executable, "-P", "-m", "checker", "mnist", "--file", path, "--no-train", "--confine", "class"]
    command += ["--json", str(tmp_path / "results.json")]
    environment = os.environ | {"HOME": str(tmp_path)}
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, timeout=120)
    assert done.returncode == 0, done.stdout + done.stderr
    assert b"90 of 90 points" in done.stdout
    assert (tmp_path / "results.json").exists()


def test_refusal_tells_reason_and_remedy(monkeypatch, tmp_path):
    """Where neither level can be had, nothing is run, and both reasons are told with what to do about them."""
    path = tmp_path / "mnist.py"
    path.write_text(f"open({str(tmp_path / 'ran')!r}, 'w')\n")
    command = [sys.executable, "-m", "checker", "mnist", "--file", str(path), "--confine"]
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
        "from checker import confinement, sandbox\n"
        "confinement.level()",
    )
    assert "only be confined on Linux" in done.stderr
