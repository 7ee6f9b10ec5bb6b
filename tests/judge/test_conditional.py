"""Images of classes that were asked for: what is not of its class, not varied within it, or copied, reaches no band."""

import functools
import json

import numpy as np
import pytest

from benchmarks.judge.calibrate import RECORDS
from benchmarks.judge.conditional_tricks import ONE, OTHER, tricks
from benchmarks.judge.model_card import of_tricks, reached
from checker.judge import bands, conditional, kinds
from checker.judge.card import Drawn
from checker.judge.referees import Referees
from workshop import data

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("cards")]
MADE_AGAIN = ("two_classes_exchanged", "one_image_of_one_class", "five_images_per_class", "copies_of_one_class")


@pytest.fixture(scope="module")
def card(referees, real_digits):
    """The card of a trick, by its name; made once, with the numbers that the records were kept with."""
    made = tricks(real_digits, referees)
    return functools.cache(lambda name: kinds.judge(made[name](np.random.default_rng(1)), referees))


def test_real_images_asked_for_by_their_own_classes_reach_all_bands(referees):
    card = kinds.judge(referees.real(2), referees)
    assert reached(card) == ("hard", [])
    assert kinds.suited(referees.real(2), referees.reference.dataset) == ("samples", "conditional")
    assert bands.kinds(card) == ["samples", "conditional"]
    assert card["named"] > 0.98
    assert card["named_real"] > 0.98
    assert card["named_worst"] > 0.95
    assert 0.9 < card["variety"] <= 1.1
    assert 0.85 < card["copy_worst"] < 1.1


@pytest.mark.parametrize("name", MADE_AGAIN)
def test_a_trick_reaches_no_band_and_has_the_numbers_of_the_kept_record(name, card, real_digits):
    assert reached(card(name))[0] == "none"
    kept = json.loads((of_tricks(RECORDS / real_digits.name, "conditional") / f"{name}.json").read_text("utf-8"))[
        "card"
    ]
    assert card(name).keys() == kept.keys()
    for measure in kept.keys() - {"dataset", "seconds"}:
        assert np.allclose(card(name)[measure], kept[measure], rtol=1e-3, atol=2e-3), measure


@pytest.mark.parametrize("dataset", kinds.judged("samples"))
def test_each_trick_was_measured_and_reaches_no_band(dataset):
    found = {path.stem: json.loads(path.read_text("utf-8")) for path in (RECORDS / dataset / "conditional").glob("*")}
    loaded = data.load(dataset)
    referees = Referees(loaded)
    assert found.keys() == tricks(loaded, referees).keys()
    referees.close()
    assert reached(found.pop("held_out_digits")["card"])[0] == "hard"
    assert [name for name, record in found.items() if reached(record["card"])[0] != "none"] == []


def test_classes_in_each_others_place_are_named(card):
    numbers = card("two_classes_exchanged")
    for label, share in enumerate(numbers["named_by_class"]):
        assert (share < 0.05) == (label in (ONE, OTHER))
    assert 0.7 < numbers["named"] < 0.85
    (short,) = [short for short in bands.fooled(numbers)[1] if "the same share" in short.what]
    assert short.hint.startswith(f"Worst: {ONE} (")
    assert f"{OTHER} (" in short.hint


def test_a_class_that_is_the_same_image_again_and_again_is_what_is_missing(card):
    names, missing = bands.fooled(card("one_image_of_one_class"))
    assert names == []
    assert any(short.what.startswith("how varied the images of one class are") for short in missing)
    assert card("one_image_of_one_class")["named_worst"] > 0.9


def test_a_class_that_was_asked_for_a_few_times_is_not_measured(referees):
    labels = np.asarray(referees.real(2).asked[0])
    chosen = np.concatenate([np.flatnonzero(labels == label)[: 5 if label == ONE else 40] for label in range(10)])
    numbers = kinds.judge(
        Drawn(referees.real(2).images[chosen], (labels[chosen, np.newaxis],)), referees, ["conditional"]
    )
    assert [label for label, share in enumerate(numbers["named_by_class"]) if share is None] == [ONE]
    assert numbers["named_worst"] > 0.9
    assert conditional.rows(numbers)[0][:3] == ("named as asked", "99%", "99%")
