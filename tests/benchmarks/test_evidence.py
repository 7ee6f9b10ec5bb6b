"""The statistics of the evidence that the checker is right; tests/exercises/ has a sample of it."""

from benchmarks.judge.model_card import interval


def test_intervals_are_those_of_clopper_and_pearson():
    # Values of the tables in statistics textbooks: 0 of 10, 5 of 10.
    assert interval(0, 10) == "95 % interval 0% to 31%"
    assert interval(5, 10) == "95 % interval 19% to 81%"
    assert interval(10, 10) == "95 % interval 69% to 100%"
