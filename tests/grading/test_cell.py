"""A graded cell in the learner's own notebook: silent where the check passes, and one run for all cells."""

import pytest

from checker import cell
from checker.exercises import rubric
from checker.outcomes import plain_text
from checker.run.session import run
from tests.support.answers import compose, outcomes, plainly_wrong, some_exercise, trained_checks

EXERCISE = some_exercise()
NAME = EXERCISE.name
RIGHT = compose(NAME)


@pytest.mark.slow
def test_a_cell_is_silent_where_the_check_passes_and_all_cells_share_a_run(tmp_path, monkeypatch, capfd):
    monkeypatch.chdir(tmp_path)
    wrong = plainly_wrong(NAME)
    failed = wrong.says("fails")
    path = tmp_path / f"{NAME}.py"
    path.write_text(wrong.text)
    there = run([EXERCISE], file=path, train=False, seed=cell.SEED)
    capfd.readouterr()
    monkeypatch.setattr(cell.tempfile, "gettempdir", lambda: str(tmp_path))
    found = {}
    for check in rubric(EXERCISE):
        if not check.trained:
            try:
                found[check.name] = cell.check(NAME, check.name)
            except cell.NotPassed as error:
                found[check.name] = "\n".join(error._render_traceback_())
    assert {name for name, text in found.items() if text is None} == {
        name for name, what in outcomes(there).items() if what == "pass"
    }
    told = plain_text(there.results.find(NAME, failed), there.results.learners[NAME])
    told = told.partition("\ngot ")[0]  # what it got may differ in its last digits
    assert "expected  " in told
    assert told in found[failed]
    assert wrong.says("names") in " ".join(found[failed].split())
    assert capfd.readouterr() == ("", "")
    assert len(list(tmp_path.rglob("*.json"))) == 1
    path.write_text(RIGHT)  # another file, another run
    assert cell.check(NAME, failed) is None
    assert len(list(tmp_path.rglob("*.json"))) == 2


@pytest.mark.slow
def test_a_cell_waits_for_training_no_longer_than_nbgrader_does(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(cell.tempfile, "gettempdir", lambda: str(tmp_path))
    monkeypatch.setattr(cell, "WAIT_SECONDS", 0.2)
    (tmp_path / f"{NAME}.py").write_text(RIGHT)
    trained = trained_checks(NAME)[0]
    with pytest.raises(cell.NotPassed, match="Still training"):
        cell.check(NAME, trained)
    monkeypatch.setattr(cell, "WAIT_SECONDS", 120)
    assert cell.check(NAME, trained) is None  # the run went on, and is not begun anew
    assert len(list(tmp_path.rglob("*.log"))) == 1


def test_a_cell_tells_what_is_missing(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(cell.NotPassed, match=rf"There is no {NAME}\.py beside this notebook"):
        cell.check(NAME, rubric(EXERCISE)[0].name)
