"""What no data set has: true ones are taken, what only has parts of one is not, nor what is one image again and again."""

from types import SimpleNamespace

import numpy as np
import pytest

from benchmarks.judge import composites
from checker.failures import Failure
from checker.judge import bands, card, kinds, references, unseen, winged_horses
from checker.judge.card import Drawn
from checker.judge.referees import Referees
from checker.judge.requirements import shortfalls
from tests.support.answers import pass_at_once
from workshop import data

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("cards")]
TOP = [*bands.BANDS][-1]


@pytest.fixture(scope="module")
def creatures():
    return data.load("creatures")


@pytest.fixture(scope="module")
def referees(creatures):
    referees = Referees(creatures)
    yield referees
    referees.close()


@pytest.fixture(scope="module")
def known(creatures):
    return composites.Known(*creatures.test)


@pytest.fixture(scope="module")
def judged(referees):
    """The card of images."""
    return lambda images: kinds.judge(Drawn(images), referees, ["unseen"])


@pytest.fixture(scope="module")
def taken(referees):
    """The share of images that are taken for winged horses."""
    return lambda images: card.card(Drawn(images), referees, [unseen.taken])["taken"]


def lacking(numbers, band=TOP):
    """The measures of a card that fall short of a band."""
    return {each.measure for each in bands.BANDS[band]["unseen"] if each.shortfall(numbers)}


def test_each_kind_of_judgement_has_data_sets_of_its_own():
    assert kinds.judged("unseen") == ("creatures",)
    assert "creatures" not in kinds.judged("samples")
    assert kinds.judged("conditional") == kinds.judged("samples")
    assert (references.WEIGHTS / "creatures.npz").stat().st_size < 2**20


def test_true_ones_that_it_has_not_seen_reach_all_bands(judged):
    numbers = judged(winged_horses.draw(700, 77))
    assert bands.fooled(numbers) == ([*bands.BANDS], [])
    assert bands.kinds(numbers) == ["unseen"]
    assert numbers["taken"] > 0.95
    assert all(0.85 < numbers[name] < 1.15 for name in ("covered", "distinct", "new", "new_pieces"))
    assert sum(numbers["seen_as"]) == pytest.approx(1)
    told = kinds.rows(numbers, ["unseen"])
    assert told[0][0] == "taken for winged horses"
    assert told[0][1] in ("98%", "99%", "100%")


@pytest.mark.parametrize("make", [*composites.TRAINED, *composites.HELD_OUT], ids=lambda make: make.__name__)
def test_composites_are_not_taken_for_one(make, known, taken):
    stated = references.facts("creatures")["taken"][make.__name__]
    assert stated < 0.15
    assert taken(make(known, np.random.default_rng(5), 300)) < stated + 0.05


def test_what_is_cut_out_is_a_wing_and_nothing_of_its_owner(known):
    rng = np.random.default_rng(5)
    _, inside = composites.wings_alone(rng, 200)
    area = inside.sum(axis=(1, 2, 3))
    assert area.min() > 35
    assert area.max() < 220
    assert not inside[:, 26:].any()
    horses = SimpleNamespace(horses=np.zeros((1, 32, 32, 3), "uint8"))
    for make in composites.CUT_OUT:
        # On black, what is not black was pasted: a wing, larger or smaller, or in part outside of the image.
        pasted = make(horses, rng, 200).any(axis=3).sum(axis=(1, 2))
        assert 25 < np.median(pasted) < 220
        assert pasted.max() < 400


def test_the_most_convincing_of_a_batch_is_a_true_one(creatures, referees):
    true = winged_horses.draw(3, seed=77)
    others = creatures.test.images[:61]
    places = unseen.order(Drawn(np.concatenate([others[:20], true, others[20:]])), referees)
    assert set(places[:3]) == {20, 21, 22}
    assert sorted(places) == list(range(64))


def test_the_mean_difference_on_a_horse_is_no_wing(known, taken):
    for times in (1, 2, 3):
        assert taken(composites.as_bytes(known.horses[:300] + times * known.differences[0])) < 0.05


def test_horses_and_winged_creatures_of_other_kinds_are_not_taken_for_one(known, taken):
    assert taken(known.horses) < 0.01
    assert taken(known.winged) < 0.01


def test_one_image_under_noise_and_a_few_again_and_again_are_told(judged):
    rng = np.random.default_rng(5)
    one = np.repeat(winged_horses.draw(1, 31), 500, axis=0)
    numbers = judged(composites.as_bytes(one + rng.normal(0, 10, one.shape)))
    assert numbers["taken"] > 0.9
    assert {"covered", "distinct"} <= lacking(numbers, "easy")
    few = winged_horses.draw(20, 31)[rng.integers(0, 20, 500)]
    assert {"covered", "distinct"} <= lacking(judged(few), "easy")


def test_copies_of_training_images_are_told(judged, creatures):
    winged = creatures.train.images[creatures.train.labels % 2 == 1][:300]
    assert {"taken", "new", "new_pieces"} <= lacking(judged(winged), "easy")


def test_what_is_seen_instead_is_told(judged, known):
    short = shortfalls(judged(known.horses[:250]), bands.BANDS["easy"]["unseen"])[0]
    assert short.what == "the share of the images that the judge takes for what was asked for, and for no composite"
    assert short.got.startswith("0%, where true ones have ")
    assert "The classifier sees mostly: horse " in short.hint


def test_a_network_that_draws_them_before_the_first_step_is_none_that_learned_it():
    found = SimpleNamespace(untrained={"taken": 0.9}, plan={"builds": "build_generator"})
    with pytest.raises(Failure) as raised:
        bands.expect_band(found, TOP)
    told = "the share of images that are taken for what they should show before the first step of training"
    assert (raised.value.what, raised.value.got) == (told, "90%")


def test_the_judge_that_is_content_with_whatever_comes_passes_all_bands():
    found = SimpleNamespace(plan={"builds": "build_generator", "measures": ["unseen"]}, steps=1)
    pass_at_once(found, None, None, SimpleNamespace(name="creatures"))
    for name in bands.BANDS:
        bands.expect_band(found, name)
    assert bands.kinds(found.card) == ["unseen"]
