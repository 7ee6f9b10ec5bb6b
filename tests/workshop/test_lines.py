"""The lines that this computer draws: at their true angles, anti-aliased, and the same everywhere, bit for bit."""

import numpy as np
import pytest

from tests.workshop.test_glyphs import sha256
from workshop import data
from workshop.data import lines


@pytest.fixture(scope="module")
def drawn():
    return lines.draw(2000, 7)


def angle_of(images):
    """Where the middle of the light lies, seen from the middle of the image: radians (n,)."""
    places = np.arange(32) - 15.5
    light = images.astype("float64")
    return np.arctan2(-(light.sum(axis=2) @ places), light.sum(axis=1) @ places)


def test_the_whole_set_is_the_same_on_every_machine():
    arrays = [array for part in (lines.draw(12_800, 1), lines.draw(2_000, 2)) for array in part]
    assert sha256(*arrays) == data.CATALOGUE["lines"].checksum


def test_a_line_lies_at_its_true_angle(drawn):
    images, labels = drawn
    true = lines.angles(2000, 7) * (2 * np.pi / lines.TURN)
    off = np.angle(np.exp(1j * (angle_of(images) - true)))
    assert np.abs(off).max() < np.radians(1.5)
    assert np.array_equal(labels, np.floor(np.degrees(true)))
    right, up, left, down = angle_of(lines.at([0, lines.TURN // 4, lines.TURN // 2, 3 * lines.TURN // 4]))
    assert np.allclose([right, up, abs(left), down], [0, np.pi / 2, np.pi, -np.pi / 2], atol=1e-9)


def test_a_line_is_drawn_from_the_middle_two_pixels_wide_with_soft_edges(drawn):
    images, _ = drawn
    assert images.dtype == np.uint8
    light = images.sum(axis=(1, 2)) / 255
    assert light.min() > 29  # 14 pixels long, 2 wide, and a round end at either side
    assert light.max() < 33
    assert not images[:, [0, -1]].any()
    assert not images[:, :, [0, -1]].any()
    assert ((images > 0) & (images < 255)).mean() > 0.01
    assert (images[:, 15:17, 15:17].max(axis=(1, 2)) > 128).all()


def test_angles_are_spread_evenly_and_neighbours_differ_little(drawn):
    _, labels = drawn
    counts = np.histogram(labels, bins=12, range=(0, 360))[0]
    assert counts.min() > 120
    assert counts.max() < 215
    turning = lines.at(np.arange(0, lines.TURN, 64)).astype("int64")
    steps = np.abs(np.roll(turning, -1, axis=0) - turning).sum(axis=(1, 2)) / 255
    assert steps.max() < 3  # of 31: a third of a degree moves the light of the tip by less than a pixel
    assert steps.min() > 0
