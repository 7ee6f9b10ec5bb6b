"""What the networks of a game are told of each image: as rows of numbers, and as learners mistake it."""

import numpy as np
import pytest

from checker.rubric.adversarial.gan import Condition, Gan

BODIES, WINGS = Condition("bodies", 3), Condition("wings")
GAN = Gan("Told", "make_told", (4, 4, 3), (BODIES, WINGS))


def test_classes_are_rows_of_zeros_and_ones_and_numbers_are_themselves():
    rows = GAN.rows([np.array([2, 0], "int32"), np.array([[0.5], [1]], "float32")], 2)
    assert rows.tolist() == [[0, 0, 1, 0.5], [1, 0, 0, 1]]
    assert GAN.columns == rows.shape[1]
    assert BODIES.rows([3]).tolist() == [[0, 0, 0]], "there are three, from 0 on"


def test_a_game_that_is_told_nothing_has_rows_without_numbers():
    silent = Gan("Silent", "make_silent", (4, 4, 1))
    assert silent.rows(silent.given(5), 5).shape == (5, 0)
    assert (silent.columns, silent.classes) == (0, 0)


def test_each_pair_of_a_class_and_a_number_is_among_enough_images():
    bodies, wings = GAN.given(12)
    assert (bodies.dtype, wings.dtype, wings.shape) == ("int32", "float32", (12, 1))
    assert len(set(zip(bodies.tolist(), wings[:, 0].tolist(), strict=True))) == 6


@pytest.mark.parametrize("condition", GAN.conditions, ids=lambda each: each.name)
def test_mistaken_values_have_the_shape_of_the_right_ones_and_some_are_other_ones(condition):
    values = condition.values(7)
    others = condition.others(values)
    assert all(each.shape == values.shape for each in others)
    assert sum(not np.array_equal(each, values) for each in others) >= 3


def test_fit_is_given_a_third_array_by_name_for_its_third_argument_is_another():
    images = np.zeros((2, 4, 4, 3), "float32")
    fed, named = GAN.fed(images, GAN.given(2))
    assert len(fed) == 2
    assert list(named) == ["sample_weight"]
    labelled = Gan("Labelled", "make_labelled", (4, 4, 3), (BODIES,))
    assert labelled.fed(images, labelled.given(2))[1] == {}
