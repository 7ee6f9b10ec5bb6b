"""A sample of the evidence that the checker is right; benchmarks/checker_evidence.py gathers all of it."""

import zlib

import pytest

from benchmarks.judge.model_card import interval
from checker.exercises import exercises
from checker.judge.trial import Trial
from checker.outcomes import plain_text
from tests.support.answers import SEED, check, collected, header, header_line
from tests.support.mutants import equivalent, mutants
from tests.test_wheat_and_chaff import name, pass_at_once

NAMES = [exercise.name for exercise in exercises()]


@pytest.mark.parametrize("exercise", NAMES)
def test_a_sample_of_mutants_is_found(exercise, tmp_path, monkeypatch, mnist):
    monkeypatch.setattr(Trial, "hold", pass_at_once)
    sample = [each for each in mutants(exercise) if not each.equivalent and zlib.crc32(each.text.encode()) % 12 == 0]
    assert sample
    path = tmp_path / f"{exercise}.py"
    for mutant in sample:
        path.write_text(mutant.text, encoding="utf-8")
        found = check(exercise, path, train=False, seed=SEED)
        if all(result.outcome == "pass" for result in found.results):
            found = check(exercise, path, train=True, seed=SEED)
        assert not all(result.outcome == "pass" for result in found.results), mutant.title


@pytest.mark.parametrize("exercise", NAMES)
def test_mutants_change_what_learners_write_and_nothing_else(exercise):
    found = mutants(exercise)
    assert len(found) > 20
    assert len({each.text for each in found}) == len(found)
    assert any(each.operator == "leave out" for each in found)
    for pattern, why in equivalent(exercise):
        assert why
        assert any(each.equivalent == why for each in found), pattern


def test_marks_and_messages_are_the_same_again(tmp_path):
    exercise, chaff = next(case for case in collected("chaff") if case[0] == "cnn")
    from tests.support.answers import compose

    path = tmp_path / f"{exercise}.py"
    path.write_text(compose(exercise, chaff.read_text("utf-8")), encoding="utf-8")
    one, other = (
        [
            (result.check, result.outcome, plain_text(result, outcome.results.learners[exercise]))
            for result in outcome.results
        ]
        for outcome in (check(exercise, path, seed=SEED) for _ in range(2))
    )
    assert one == other


@pytest.mark.parametrize("case", [case for case in collected("chaff") if header(case[1], "names")], ids=name)
def test_the_words_that_name_a_mistake_stand_in_its_message(case, root):
    exercise, path = case
    text = (root / "tests" / "golden" / f"{exercise}.txt").read_text("utf-8")
    section = text.partition(f"=== {path.stem}\n")[2].partition("\n=== ")[0]
    assert header_line(path, "names") in " ".join(section.split())


def test_intervals_are_those_of_clopper_and_pearson():
    # Values of the tables in statistics textbooks: 0 of 10, 5 of 10.
    assert interval(0, 10) == "95 % interval 0% to 31%"
    assert interval(5, 10) == "95 % interval 19% to 81%"
    assert interval(10, 10) == "95 % interval 69% to 100%"
