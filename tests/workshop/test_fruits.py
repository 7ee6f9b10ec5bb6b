"""The fruits that this computer draws: ten kinds, in equal numbers, varied, and the same everywhere, bit for bit."""

import numpy as np
import pytest

from tests.workshop.test_glyphs import sha256
from workshop import data
from workshop.data import fruits


@pytest.fixture(scope="module")
def drawn():
    return fruits.draw(500, 7)


@pytest.mark.slow
def test_the_whole_set_is_the_same_on_every_machine():
    entry = data.CATALOGUE["fruits"]
    (x_train, y_train), (x_test, y_test) = (fruits.draw(*part) for part in (entry.source.train, entry.source.test))
    assert sha256(x_train, y_train, x_test, y_test) == entry.checksum
    assert np.bincount(y_train).tolist() == [40] * 10
    assert np.bincount(y_test).tolist() == [100] * 10
    together = np.concatenate([x_train, x_test]).reshape(1_400, -1)
    assert len(np.unique(together, axis=0)) == 1_400


@pytest.mark.parametrize("count", [0, 1, 10, 13])
def test_the_first_fruits_are_the_same_however_many_follow(drawn, count):
    images, labels = fruits.draw(count, 7)
    assert images.shape == (count, 64, 64, 3)
    assert images.dtype == labels.dtype == np.uint8
    assert np.array_equal(images, drawn[0][:count])
    assert np.array_equal(labels, drawn[1][:count])


def test_of_ten_in_a_row_each_is_of_another_kind_in_random_order(drawn):
    rows = drawn[1].reshape(50, 10)
    assert (np.sort(rows) == np.arange(10)).all()
    assert len(np.unique(rows, axis=0)) > 45
    for place in range(10):
        assert np.bincount(rows[:, place], minlength=10).max() < 16
    assert data.CATALOGUE["fruits"].classes == fruits.KINDS


def test_another_seed_draws_other_fruits(drawn):
    images, labels = fruits.draw(500, 8)
    assert not (images == drawn[0]).all(axis=(1, 2, 3)).any()
    assert (labels != drawn[1]).any()


def test_images_are_colourful_and_neither_black_nor_burnt_out(drawn):
    images, labels = drawn
    light = images.mean(axis=(1, 2, 3))
    assert light.min() > 25
    assert light.max() < 240
    assert (images.reshape(500, -1).std(axis=1) > 12).all()  # there is something to be seen
    for kind in range(10):  # each kind in many colours, in many places, on many grounds
        some = images[labels == kind].astype(float)
        assert some[:, 24:40, 24:40].mean(axis=(1, 2)).std(axis=0).min() > 15
        corner = some[:, :8, :8].mean(axis=(1, 2))
        assert corner.std(axis=0).min() > 30


def nearest(features, labels):
    """How often the most similar of the first 400 is of the same kind as each of the last 100."""
    distances = ((features[400:, np.newaxis] - features[np.newaxis, :400]) ** 2).sum(axis=2)
    return (labels[:400][distances.argmin(axis=1)] == labels[400:]).mean()


def test_neither_colour_nor_the_pixels_alone_tell_the_kind(drawn):
    """Both help; but whoever wants to know has to look at shapes, wherever in the image they are."""
    images, labels = drawn
    blocks = images.reshape(500, 8, 8, 8, 8, 3).mean(axis=(2, 4)) / 255
    assert 0.15 < nearest(blocks[:, 2:6, 2:6].mean(axis=(1, 2)), labels) < 0.5
    assert 0.15 < nearest(blocks.reshape(500, -1), labels) < 0.5
