"""The judge tells honest images from tricks, whatever single number the trick does well in."""

import functools
import json

import numpy as np
import pytest

from benchmarks.judge.calibrate import RECORDS
from benchmarks.judge.model_card import reached
from benchmarks.judge.tricks import tricks as made
from checker.judge import references, samples
from checker.judge.card import Drawn
from checker.judge.referees import Referees
from workshop import data
from workshop.data import catalogue

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("cards")]  # made once, in one process

TRICKS = [path.stem for path in sorted((RECORDS / catalogue.DEFAULT).glob("*.json")) if path.stem != "held_out_digits"]
# Each takes five seconds: of each kind, one. All others hang on the same measures.
MADE_AGAIN = [
    "training_pictures", "third_copied", "strokes", "stored_600_blended", "one_class", "uniform_noise",
    "pasted_and_moved",
]  # fmt: skip


def kept(name, dataset):
    """The card of a trick's record."""
    return json.loads((RECORDS / dataset.name / f"{name}.json").read_text("utf-8"))["card"]


@pytest.fixture(scope="module")
def card(referees, real_digits):
    """The card of a trick, by its name; made once, with the numbers that the records were kept with."""
    tricks = made(real_digits, referees)
    return functools.cache(lambda name: samples.judge(tricks[name](np.random.default_rng(1)), referees))


def test_held_out_digits_reach_all_bands_and_fool_each_level_as_often_as_stated(referees):
    card = samples.judge(Drawn(referees.held_out(2)), referees)
    assert reached(card) == ("hard", [])
    assert np.allclose(card["fooled"], 1 - references.REAL_SHARE, atol=0.02)
    assert 0.9 < card["copy_ratio"] < 1.1
    assert card["digits"] == 10
    assert card["frechet"] < 3 * card["frechet_real"]
    assert card["seconds"] < 60


@pytest.mark.parametrize("name", TRICKS)
def test_a_trick_reaches_no_band(name, real_digits):
    """By the card that was kept when it was made."""
    band, missing = reached(kept(name, real_digits))
    assert band == "none"
    assert missing[0].hint


@pytest.mark.parametrize("name", MADE_AGAIN)
def test_a_card_made_again_has_the_numbers_of_the_kept_record(name, card, real_digits):
    found, wanted = card(name), kept(name, real_digits)
    assert found.keys() == wanted.keys()
    for measure in wanted.keys() - {"dataset", "seconds"}:
        assert np.allclose(found[measure], wanted[measure], rtol=1e-3, atol=2e-3), measure


def test_each_kept_card_is_of_a_trick_that_can_be_made_again(referees, real_digits):
    assert set(TRICKS) | {"held_out_digits"} == set(made(real_digits, referees))


def test_a_card_is_the_same_for_the_same_images(referees):
    one, other = (samples.judge(Drawn(referees.images[:400]), referees) | {"seconds": 0} for _ in range(2))
    assert one == other


def test_glyphs_have_a_judge_of_their_own():
    glyphs = data.load("glyphs")
    referees = Referees(glyphs)
    try:
        assert reached(samples.judge(Drawn(referees.held_out(2)), referees))[0] == "hard"
        assert reached(samples.judge(Drawn(glyphs.train.images[:2000]), referees))[0] == "none"
    finally:
        referees.close()
