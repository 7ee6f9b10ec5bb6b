"""The skeleton gets no point, and the solution all of them; the lesson's hint is found for what is yet to write."""

import pytest

from checker.exercises import rubric
from checker.materials import lessons, start
from tests.support.answers import check, lost, outcomes, parts


@pytest.mark.step(6)
def test_a_skeleton_scores_nothing_and_is_told_only_what_is_yet_to_write(exercise):
    outcome = check(exercise.name, exercise.skeleton, train=True)
    assert set(outcomes(outcome).values()) <= {"todo", "wait"}
    assert sum(result.score for result in outcome.results) == 0


@pytest.mark.slow
@pytest.mark.step(7)
def test_a_solution_scores_everything(exercise, real_digits):
    outcome = check(exercise.name, exercise.solution, train=True)
    assert not lost(outcome)
    assert sum(result.score for result in outcome.results) == 100


@pytest.mark.quick
@pytest.mark.step(7)
def test_a_solution_scores_everything_that_does_not_train(exercise):
    outcome = check(exercise.name, exercise.solution)
    wrong = {result.number: result.failure and vars(result.failure) for result in outcome.results}
    assert not lost(outcome), wrong


@pytest.mark.step(3)
def test_each_check_names_the_function_whose_hint_is_given(exercise):
    """But those that are about several parts, whose title names none."""
    named = [check for check in rubric(exercise) if any(f"{part}()" in check.title for part in parts(exercise.name))]
    assert named
    for each in named:
        assert "section" in lessons.hint(exercise, each.title), each.title


@pytest.mark.step(3)
def test_what_a_script_leaves_is_stated_by_the_check_file(exercise):
    if "\ndef main(" in exercise.solution.read_text(encoding="utf-8"):
        facts = exercise.facts
        stated = "LEAVES" in facts and ("TRIED_EPOCHS" in facts or "TRIED_OPTIONS" in facts)
        assert stated, "state LEAVES, and TRIED_EPOCHS or TRIED_OPTIONS, in the check file"


@pytest.mark.step(8)
def test_it_is_among_the_files_that_learners_start_from(exercise, tmp_path):
    copied, _ = start.start(tmp_path / "mine")
    assert {f"{exercise.name}.py", f"{exercise.name}.ipynb"} <= set(copied)
