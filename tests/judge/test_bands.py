"""Bands are tables, and what falls short of them says by how much, in words that learners know."""

from types import SimpleNamespace

import pytest

from checker.failures import Failure
from checker.judge import bands
from checker.judge.bands import BANDS

GOOD = {
    "dataset": "mnist", "count": 2000, "counts": [200] * 10, "copy_ratio": 0.85, "piece_ratio": 0.4, "label_divergence": 0.45,
    "coverage": 0.12, "frechet": 140, "frechet_real": 0.98, "fooled": [0.02, 0.02, 0.005], "clear": 0.37, "clear_real": 0.984,
}  # fmt: skip


def trial(**numbers):
    """What a trial found; as good as the hard band asks for, but for the numbers given."""
    return SimpleNamespace(
        untrained={"fooled": [0.0, 0.0, 0.0]}, card=GOOD | numbers, steps=2000, plan={"builds": "build_generator"}
    )


def failure(name, found):
    with pytest.raises(Failure) as raised:
        bands.expect_band(found, name)
    return raised.value


def test_digits_before_the_first_step_are_no_honest_generator():
    found = trial()
    found.untrained = {"fooled": [0.9, 0.8, 0.6]}
    told = failure("easy", found)
    assert told.what == "the share of pictures that fool the reference discriminator before the first step of training"
    assert (told.expected, told.got) == ("below 20%", "90%")
    assert told.hint == "build_generator() returns a network that knows nothing yet: its weights are random."


def test_what_is_as_good_as_asked_for_passes():
    for name in BANDS:
        bands.expect_band(trial(), name)


@pytest.mark.parametrize(
    ("numbers", "what", "expected", "got", "hint"),
    [
        ({"copy_ratio": 0.8449}, "how new the pictures are, beside real digits", "at least 0.85", "0.84", "They are copies of training pictures: a generator is to learn from what the discriminator says."),
        ({"piece_ratio": 0.3}, "how new pieces of the pictures are, beside real digits", "at least 0.4", "0.30", "They are put together of pieces of training pictures."),
        ({"label_divergence": 0.7}, "how uneven the digits are, as KL divergence from equal shares", "at most 0.6", "0.70", "Some digits are much rarer than others."),
        ({"label_divergence": 2.3, "counts": [1900, 39, 40, 0, *[41] * 6]}, "how uneven the digits are, as KL divergence from equal shares", "at most 0.6", "2.30", "Hardly any: 1, 3. Is the noise new in each step, and for each picture?"),
        ({"coverage": 0.05}, "coverage, the share of real digits that have a sample near them", "at least 0.11", "0.05", "The pictures are too much alike, or too far from real ones: look at a sheet of them."),
        ({"frechet": 150.04}, "the Fréchet distance to real digits", "at most 150", "150.0, where real ones have 1.0", "As a heap they differ from real digits: too few kinds, too thick, too faint or blurred."),
        ({"frechet": 220, "dataset": "glyphs"}, "the Fréchet distance to real digits", "at most 218", "220.0, where real ones have 1.0", "As a heap they differ from real digits: too few kinds, too thick, too faint or blurred."),
        ({"fooled": [0.014, 1, 1]}, "the share of the pictures that fool the reference discriminator of level easy", "at least 2%", "1%, where real digits have 95%", "Look at samples.png: what gives most of them away?"),
        ({"clear": 0.329}, "the share of pictures that a classifier is more than 90 % sure of", "at least 33%", "33%, where real digits have 98%", "Many are no digit: does it get better with more epochs?"),
    ],
)  # fmt: skip
def test_a_shortfall_says_what_was_expected_what_came_and_what_to_try(numbers, what, expected, got, hint):
    told = failure("easy", trial(**numbers))
    dataset = numbers.get("dataset", "mnist")
    assert told.what == f"{what}, after 2,000 steps of training on {dataset}"
    assert (told.expected, told.got, told.hint) == (expected, got, hint)


def test_each_band_looks_at_its_own_level():
    weak = trial(fooled=[0.02, 0.02, 0.0049])
    bands.expect_band(weak, "medium")
    told = failure("hard", weak)
    assert told.what.startswith("the share of the pictures that fool the reference discriminator of level hard,")
    assert (told.expected, told.got) == ("at least 0.5%", "0%, where real digits have 95%")
    assert failure("medium", trial(clear=0.34)).expected == "at least 35%"
    assert failure("medium", trial(coverage=0.114)).expected == "at least 0.115"


def test_what_matters_most_is_told_first():
    order = ["copy_ratio", "piece_ratio", "label_divergence", "coverage", "frechet", "fooled.0", "clear"]
    assert [each.measure for each in BANDS["easy"]] == order
    worst = {
        "copy_ratio": 0,
        "piece_ratio": 0,
        "label_divergence": 2,
        "coverage": 0,
        "frechet": 999,
        "fooled": [0] * 3,
        "clear": 0,
    }
    missing = bands.shortfalls(GOOD | worst, BANDS["hard"])
    assert len(missing) == 7
    for index, name in enumerate(worst):
        told = failure("hard", trial(**dict(list(worst.items())[index:])))
        assert told.what.startswith(missing[index].what), name
