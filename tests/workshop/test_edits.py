"""A notebook whose exercise is edited meanwhile: cells run what was saved, or say why they cannot."""

import sys

import numpy as np
import pytest

WHOLE = """
import numpy as np


def prepare(images):
    raise NotImplementedError("edited.prepare is yours to write")


class Game:
    def play(self):
        return prepare(1)
"""
WRITTEN = WHOLE.replace('raise NotImplementedError("edited.prepare is yours to write")', "return images + 1")
BROKEN = WRITTEN.replace("images + 1", "(images + 1")


@pytest.fixture
def notebook(tmp_path, monkeypatch, capsys):
    """Run a cell as a notebook does; returns what it showed, and whether it succeeded."""
    from IPython.core.interactiveshell import InteractiveShell
    from traitlets.config import Config

    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setenv("TTY_INTERACTIVE", "1")
    (tmp_path / "edited.py").write_text(WHOLE)
    shell = InteractiveShell(config=Config({"HistoryManager": {"enabled": False}}))

    def run(cell):
        capsys.readouterr()
        result = shell.run_cell(cell)
        return capsys.readouterr().out, result.success

    run.save = (tmp_path / "edited.py").write_text
    run.first = run("%reload_ext workshop.notebook\nimport edited")
    yield run
    sys.modules.pop("edited", None)


def test_a_cell_that_imports_says_what_is_yet_to_be_written_each_time(notebook):
    told = ("edited.py is loaded; yours to write: prepare.\n", True)
    assert notebook.first == told
    assert notebook("%reload_ext workshop.notebook\nimport edited") == told


def test_a_saved_file_is_loaded_anew_before_the_next_cell_and_that_is_said(notebook):
    notebook("game = edited.Game()")
    notebook.save(WRITTEN)
    out, good = notebook("edited.prepare(1)")
    assert good
    assert out.startswith("edited.py is loaded anew.\n")
    assert out.endswith("2\n")
    notebook.save(WRITTEN.replace("+ 1", "+ 3"))  # of the same length, and in the same second
    assert notebook("game.play()") == ("edited.py is loaded anew.\nOut[0]: 4\n", True)
    assert notebook("game.play()") == ("Out[0]: 4\n", True)


@pytest.mark.parametrize(
    "cell", ["edited.prepare(1)", "import edited", "from edited import prepare", "prepare(1)", "game.play()"]
)
def test_after_a_save_with_a_syntax_error_a_cell_that_uses_the_file_stops_with_the_place(notebook, cell):
    notebook("from edited import prepare\ngame = edited.Game()")
    notebook.save(BROKEN)
    for _ in range(2):
        out, good = notebook(cell)
        assert not good
        assert "edited.py, line 6: '(' was never closed\n    return (images + 1\n           ^\n" in out
        assert "yours to write" not in out
        assert "Traceback" not in out
    notebook.save(WRITTEN)
    assert notebook(cell)[1]


def test_a_cell_that_does_not_use_the_file_runs_and_says_what_is_wrong(notebook):
    notebook.save(BROKEN)
    out, good = notebook("open('edited.py', 'w').write('def prepare(images): return 0') and None")
    assert good
    assert "line 6: '(' was never closed" in out
    assert notebook("edited.prepare(1)")[1]


def test_a_file_that_cannot_be_run_stops_cells_too(notebook):
    notebook.save(WRITTEN.replace("import numpy", "import nump"))
    out, good = notebook("edited.prepare(1)")
    assert not good
    assert "edited.py, line 2: ModuleNotFoundError: No module named 'nump'\n    import nump as np\n" in out


def test_a_file_that_is_broken_from_the_beginning_is_told_by_its_line(notebook, tmp_path):
    (tmp_path / "other.py").write_text("x = 1\ny = = 2\n")
    out, good = notebook("import other")
    assert not good
    assert "other.py, line 2: invalid syntax\n    y = = 2\n        ^\n" in out
    assert "Traceback" not in out


def test_results_are_shown_by_what_they_hold(notebook):
    import keras

    model = keras.Sequential([keras.Input((3,)), keras.layers.Dense(2, name="last")], name="small")
    sys.modules["edited"].given = [model, keras.ops.ones((2,)), np.float32(3), np.dtype("uint8"), model.weights[1]]
    shown = [notebook(f"edited.given[{number}]")[0] for number in range(5)]
    assert "the network small: 8 parameters" in shown[0]
    assert "float32 (2,)\n[1. 1.]" in shown[1]
    assert shown[2].endswith(": 3.0\n")
    assert shown[3].endswith(": uint8\n")
    assert "float32 (2,)\n[0. 0.]" in shown[4]
    assert not any("<" in text or "np." in text for text in shown)


def test_no_program_that_a_cell_starts_moves_its_cursor(notebook, monkeypatch):
    import os

    from rich.console import Console

    assert os.environ["TTY_INTERACTIVE"] == "1"  # somebody's own setting stays
    monkeypatch.setenv("TTY_INTERACTIVE", "0")
    assert not Console(force_terminal=True).is_interactive
