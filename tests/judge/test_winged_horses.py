"""True winged horses: horses, with wings as the other kinds have them, which only the judge has."""

import numpy as np
import pytest

from checker.judge import winged_horses
from workshop.data import creatures
from workshop.data.creatures import studio
from workshop.data.numbers import random_bits


@pytest.fixture(scope="module")
def drawn():
    return winged_horses.draw(300, 5)


def test_the_same_seed_draws_the_same_and_another_seed_others(drawn):
    assert (drawn.shape, drawn.dtype) == ((300, 32, 32, 3), np.uint8)
    assert np.array_equal(winged_horses.draw(100, 5), drawn[:100])
    assert not (winged_horses.draw(300, 6) == drawn).all(axis=(1, 2, 3)).any()
    assert len(np.unique(drawn.reshape(300, -1), axis=0)) == 300


def test_each_is_the_horse_of_the_same_numbers_with_wings_above_its_back(drawn):
    bits, noise = random_bits(300, 5, studio.NUMBERS, (32, 32))
    horses = studio.paint(studio.BODIES, np.zeros(300, int), np.zeros(300, bool), bits, noise)
    changed = (horses != drawn).any(axis=3)
    area = changed.sum(axis=(1, 2))
    assert area.min() > 35
    assert area.max() < 220
    assert not changed[:, 26:].any()


def test_the_workshop_alone_does_not_know_where_a_horse_has_wings():
    bits, noise = random_bits(1, 5, studio.NUMBERS, (32, 32))
    with pytest.raises(ValueError, match="horse"):
        studio.paint(studio.BODIES, np.array([creatures.HORSE]), np.array([True]), bits, noise)
