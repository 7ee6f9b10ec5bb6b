"""What lies between two lines: what is measured of walks whose measures one knows, and how a network of tricks fares."""

import numpy as np
import pytest

from checker.judge import interpolations
from workshop.data import lines


def measured(encode, decode):
    return interpolations.measure(encode, decode, np.random.default_rng(3))


def by_angle(images):
    """Codes (n, 1): the angle of each line."""
    return interpolations.nearest(images)[1][:, np.newaxis]


def drawn(codes):
    """The lines of codes (n, 1)."""
    turns = np.round(codes[:, 0] * lines.TURN / (2 * np.pi)).astype(np.int64) % lines.TURN
    return (lines.at(turns.astype(np.uint16)) / np.float32(255))[..., np.newaxis]


def test_a_line_that_turns_evenly_is_perfect_by_all_three_measures():
    found = measured(by_angle, drawn)
    assert found.middle < 1e-3
    assert found.reconstruction < 1e-3
    assert found.smoothness < 0.1  # half a circle in 15 steps; near lines move by a step or two of the compared angles


def test_a_blend_of_pixels_gives_back_each_image_and_is_far_from_a_line_in_the_middle():
    found = measured(lambda images: images.reshape(len(images), -1), lambda codes: codes.reshape(-1, 32, 32, 1))
    assert found.reconstruction == 0
    assert found.middle == pytest.approx(interpolations.BLENDED, abs=0.02)
    assert found.smoothness > 0.8


def test_a_jump_is_made_of_perfect_lines_and_is_told_by_the_smoothness():
    """Of a walk, the first half is drawn as its start and the second as its end."""

    walked = []

    def decode(codes):
        if len(codes) % interpolations.LENGTH or len(codes) == 2 * interpolations.PAIRS:
            return drawn(codes)
        walks = codes.reshape(-1, interpolations.LENGTH, 1).copy()
        half = interpolations.LENGTH // 2
        walks[:, :half], walks[:, half:] = walks[:, :1], walks[:, -1:]
        walked.append(len(walks))
        return drawn(walks.reshape(codes.shape))

    found = measured(by_angle, decode)
    assert walked == [interpolations.PAIRS]
    assert found.middle < 1e-3
    assert found.smoothness > interpolations.MOST_SMOOTHNESS


def test_black_images_neither_give_back_a_line_nor_move():
    found = measured(by_angle, lambda codes: np.zeros((len(codes), 32, 32, 1), "float32"))
    assert found.reconstruction > interpolations.MOST_RECONSTRUCTION
    assert found.middle == pytest.approx(1)
    assert found.smoothness == 1
