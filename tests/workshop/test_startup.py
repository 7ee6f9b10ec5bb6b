"""How Keras starts where `workshop` was imported before it: said at once, quiet if all is well, and in full if not."""

import ast
import os
import sys
import time

import pytest

from checker.exercises import exercises
from tests.support import warm
from workshop import startup


def python(code, folder, **env):
    return warm.cold(["-c", code], folder, {"PYTHONPATH": str(folder) + os.pathsep + os.pathsep.join(sys.path)} | env)


def test_keras_starts_with_one_line_and_its_first_operation_is_done(tmp_path):
    code = (
        "import os, sys, workshop, keras\n"
        "from tensorflow.python.eager import context\n"
        "assert context.context()._context_handle is not None\n"
        "os.write(2, b'after it\\n')"
    )
    done = python(code, tmp_path, TF_CPP_MIN_LOG_LEVEL="1")
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr == "importing Keras ...\nafter it\n"


@pytest.mark.parametrize("exercise", exercises(), ids=lambda exercise: exercise.name)
def test_each_exercise_imports_the_workshop_first(exercise):
    for path in (exercise.solution, exercise.skeleton):
        names = [name for name in imported(path) if name in ("workshop", "keras", "tensorflow")]
        assert names[:1] in ([], ["workshop"]), f"{path}: import what you need of `workshop` before {names[0]}"


def imported(path):
    """The packages that a file imports, in its order."""
    for node in ast.parse(path.read_text("utf-8")).body:
        if isinstance(node, ast.ImportFrom):
            yield node.module.partition(".")[0]
        elif isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)


def test_the_line_comes_before_keras_is_imported(tmp_path):
    (tmp_path / "keras.py").write_text("import sys, time\nprint('begun', file=sys.stderr)\ntime.sleep(0.1)\n")
    started = time.monotonic()
    done = python("import workshop, keras, sys; print(keras.__spec__.loader.exec_module)", tmp_path)
    assert time.monotonic() - started < 5
    assert done.stderr == "importing Keras ...\n"
    assert "load_quietly" not in done.stdout  # what was changed for the first import is as it was


def test_a_start_that_fails_shows_what_was_held_back(tmp_path):
    (tmp_path / "tensorflow.py").write_text(
        "import os\nos.write(2, b'why it is so\\n')\nraise ImportError('DLL load failed while importing _pywrap')\n"
    )
    done = python("import workshop\nimport tensorflow", tmp_path)
    assert done.returncode == 1
    assert "why it is so" in done.stderr
    assert "ImportError: DLL load failed" in done.stderr
    assert "vc_redist.x64.exe" in done.stderr.rpartition("DLL load failed")[2]


def test_what_is_not_installed_is_not_found(tmp_path):
    done = python("import sys; sys.path[:] = ['']; sys.path_importer_cache.clear(); import keras", tmp_path)
    assert "No module named 'keras'" in done.stderr
    code = "import workshop, sys; sys.path[:] = ['']; import keras"
    assert "No module named 'keras'" in python(code, tmp_path).stderr


@pytest.mark.parametrize(("level", "shown"), [("2", ""), ("0", "a note\n")])
def test_lines_are_held_back_unless_all_are_asked_for(level, shown, monkeypatch, capfd):
    monkeypatch.setenv("TF_CPP_MIN_LOG_LEVEL", level)
    with startup.quietly():
        os.write(2, b"a note\n")
    assert capfd.readouterr() == ("", shown)


def test_ctrl_c_is_no_failure_to_be_explained(capfd):
    @startup.quietly()
    def interrupted():
        os.write(2, b"a note\n")
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert capfd.readouterr().err == ""


def test_without_a_standard_error_it_starts_as_well(tmp_path):
    (tmp_path / "keras.py").write_text("")
    code = "import os, sys\nos.close(2)\nsys.stderr = None\nimport workshop, keras\nprint('started')"
    assert python(code, tmp_path).stdout == "started\n"
