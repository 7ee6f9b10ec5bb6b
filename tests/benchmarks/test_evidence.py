"""The statistics of the evidence that the checker is right; tests/exercises/ has a sample of it."""

import pytest

from benchmarks.judge.model_card import interval
from benchmarks.solutions import growth


def test_intervals_are_those_of_clopper_and_pearson():
    # Values of the tables in statistics textbooks: 0 of 10, 5 of 10.
    assert interval(0, 10) == "95 % interval 0% to 31%"
    assert interval(5, 10) == "95 % interval 19% to 81%"
    assert interval(10, 10) == "95 % interval 69% to 100%"


def test_growth_is_told_by_the_two_largest_sizes_and_what_is_fixed_by_all():
    exponent, fixed = growth.fitted([1, 10, 100, 1000], [7, 25, 205, 2005])  # 5 and 2 for each
    assert exponent == pytest.approx(0.990, abs=0.001)
    assert fixed == pytest.approx(5)
