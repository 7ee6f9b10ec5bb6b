"""A graded cell in the learner's own notebook: silent where the check passes, and one run for all cells."""

import pytest

from checker import cell
from checker.exercises import by_name, rubric
from checker.run.session import run
from tests.support.answers import compose, outcomes

RIGHT = compose("mnist", "")


def test_a_cell_is_silent_where_the_check_passes_and_all_cells_share_a_run(tmp_path, monkeypatch, capfd):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(cell.tempfile, "gettempdir", lambda: str(tmp_path))
    (tmp_path / "mnist.py").write_text(compose("mnist", "def prepare(images, labels):\n    return images, labels\n"))
    there = outcomes(run([by_name("mnist")], file=tmp_path / "mnist.py", train=False, seed=cell.SEED))
    capfd.readouterr()
    found = {}
    for check in rubric(by_name("mnist")):
        if not check.trained:
            try:
                found[check.name] = cell.check("mnist", check.name)
            except cell.NotPassed as error:
                found[check.name] = "\n".join(error._render_traceback_())
    assert {name for name, text in found.items() if text is None} == {
        name for name, what in there.items() if what == "pass"
    }
    assert "expected  (6, 28, 28, 1)" in found["prepare_shape"]
    assert capfd.readouterr() == ("", "")
    assert len(list(tmp_path.rglob("*.json"))) == 1
    (tmp_path / "mnist.py").write_text(RIGHT)  # another file, another run
    assert cell.check("mnist", "prepare_shape") is None
    assert len(list(tmp_path.rglob("*.json"))) == 2


def test_a_cell_waits_for_training_no_longer_than_nbgrader_does(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(cell.tempfile, "gettempdir", lambda: str(tmp_path))
    monkeypatch.setattr(cell, "WAIT_SECONDS", 0.2)
    (tmp_path / "mnist.py").write_text(RIGHT)
    trained = next(check.name for check in rubric(by_name("mnist")) if check.trained)
    with pytest.raises(cell.NotPassed, match="Still training"):
        cell.check("mnist", trained)
    monkeypatch.setattr(cell, "WAIT_SECONDS", 120)
    assert cell.check("mnist", trained) is None  # the run went on, and is not begun anew
    assert len(list(tmp_path.rglob("*.log"))) == 1


def test_a_cell_tells_what_is_missing(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(cell.NotPassed, match=r"There is no mnist\.py beside this notebook"):
        cell.check("mnist", "logits")
