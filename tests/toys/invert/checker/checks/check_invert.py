"""Black becomes white."""

import pytest

from checker.rubric.expect import expect_array

ORDER = 99


@pytest.fixture
def images(rng):
    return rng.integers(0, 256, (3, 5, 4)).astype("uint8")


@pytest.mark.points(40)
def check_dtype(learner, images):
    """invert() returns bytes"""
    expect_array(learner.invert(images), "what invert() returned", shape=(3, 5, 4), dtype="uint8")


@pytest.mark.points(60, needs=["dtype"])
def check_values(learner, images):
    """invert() turns black into white"""
    expect_array(learner.invert(images), "what invert() returned", close_to=255 - images, hint="Is 0 now 255?")
