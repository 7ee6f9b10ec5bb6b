"""A sample of small mistakes made by a machine is found; `python -m benchmarks checker_evidence` tries all of them."""

import zlib

import pytest

from tests.support.answers import SEED, check
from tests.support.mutants import equivalent, mutants

pytestmark = [pytest.mark.step(10), pytest.mark.xdist_group("mutants")]  # made once, in one process
ONE_IN, LEAST, MOST = 12, 3, 3


@pytest.mark.slow
def test_a_sample_of_mutants_is_found(exercise, tmp_path, real_digits):
    # By what is changed, not by the whole text: words elsewhere in a solution leave the sample as it is.
    wrong = sorted(
        (zlib.crc32(each.title.encode()) % ONE_IN, each) for each in mutants(exercise.name) if not each.equivalent
    )
    sample = [each for rest, each in wrong if rest == 0][:MOST]
    sample = sample if len(sample) >= LEAST else [each for _, each in wrong[:LEAST]]
    assert sample
    path, trained = tmp_path / f"{exercise.name}.py", False
    for mutant in sample:
        path.write_text(mutant.text, encoding="utf-8")
        found = check(exercise.name, path, train=False, seed=SEED)
        if all(result.outcome == "pass" for result in found.results):
            if trained:  # one of an exercise: training takes a minute, or several
                continue
            trained = True
            found = check(exercise.name, path, train=True, seed=SEED, judge=False)
        assert not all(result.outcome == "pass" for result in found.results), mutant.title


@pytest.mark.slow
def test_mutants_change_what_learners_write_and_nothing_else(exercise):
    found = mutants(exercise.name)
    assert len(found) >= LEAST
    assert len({each.text for each in found}) == len(found)
    for pattern, why in equivalent(exercise.name):
        assert why
        assert any(each.equivalent == why for each in found), (
            f"tests/answers/{exercise.name}/mutants: no mutant is like {pattern}"
        )
