"""Bands are tables, and what falls short of them says by how much, in words that learners know."""

import json
from types import SimpleNamespace

import pytest

from benchmarks.judge.calibrate import RECORDS
from checker.failures import Failure
from checker.judge import bands
from checker.judge.bands import BANDS
from checker.judge.requirements import shortfalls
from tests.support.answers import pass_at_once

GOOD = {
    "dataset": "mnist", "count": 2000, "counts": [200] * 10, "copy_ratio": 0.78, "piece_ratio": 0.4, "label_divergence": 0.3,
    "coverage": 0.25, "frechet": 85, "frechet_real": 0.98, "fooled": [0.5, 0.5, 0.5], "clear": 0.5, "clear_real": 0.984,
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
    assert told.what == "the share of images that fool the reference discriminator before the first step of training"
    assert (told.expected, told.got) == ("below 20%", "90%")
    assert told.hint == "build_generator() must return a network that knows nothing yet, with random weights."


def test_what_is_as_good_as_asked_for_passes():
    for name in BANDS:
        bands.expect_band(trial(), name)


@pytest.mark.parametrize(
    ("numbers", "what", "expected", "got", "hint"),
    [
        ({"copy_ratio": 0.7749}, "how new the images are, beside real ones", "at least 0.78", "0.77", "They are copies of training images: a generator should learn from the discriminator only."),
        ({"piece_ratio": 0.3}, "how new pieces of the images are, beside real ones", "at least 0.4", "0.30", "They are composed of pieces of training images."),
        ({"label_divergence": 0.7}, "how uneven the digits are, as KL divergence from equal shares", "at most 0.45", "0.70", "Some digits are much rarer than others."),
        ({"label_divergence": 2.3, "counts": [1900, 39, 40, 0, *[41] * 6]}, "how uneven the digits are, as KL divergence from equal shares", "at most 0.45", "2.30", "Hardly any: 1, 3. Is the noise new in each step, and for each image?"),
        ({"coverage": 0.05}, "coverage, the share of real images that have a sample near them", "at least 12%", "5%", "The images are too much alike, or too far from real ones: look at a sheet of them."),
        ({"frechet": 125.04}, "the Fréchet distance to real images", "at most 125", "125.0, where real ones have 1.0", "As a set they differ from real ones: too few kinds, too thick, too faint or blurred."),
        ({"frechet": 190, "dataset": "glyphs"}, "the Fréchet distance to real images", "at most 181", "190.0, where real ones have 1.0", "As a set they differ from real ones: too few kinds, too thick, too faint or blurred."),
        ({"fooled": [0.414, 1, 1]}, "the share of the images that the reference discriminator takes for real, at its easy level", "at least 50%", "41%, where real images have 95%", bands.LOOK),
        ({"clear": 0.409}, "the share of images that a classifier is more than 90 % sure of", "at least 42%", "41%, where real images have 98%", "Many show no digit: does it get better with more epochs?"),
    ],
)  # fmt: skip
def test_a_shortfall_says_what_was_expected_what_came_and_what_to_try(numbers, what, expected, got, hint):
    told = failure("easy", trial(**numbers))
    dataset = numbers.get("dataset", "mnist")
    assert told.what == f"{what}, after 2,000 steps of training on {dataset}"
    assert (told.expected, told.got, told.hint) == (expected, got, hint)


def test_a_level_is_fooled_where_half_of_the_images_pass_for_real():
    weak = trial(fooled=[0.5, 0.5, 0.4949])
    bands.expect_band(weak, "medium")
    told = failure("hard", weak)
    assert told.what.startswith("the share of the images that the reference discriminator takes for real, at its hard")
    assert (told.expected, told.got) == ("at least 50%", "49%, where real images have 95%")
    assert failure("hard", trial(coverage=0.24)).expected == "at least 25%"
    assert bands.fooled(GOOD) == (["easy", "medium", "hard"], [])
    names, missing = bands.fooled(weak.card)
    assert names == ["easy", "medium"]
    assert [short.expected for short in missing] == ["at least 50%"]
    assert bands.fooled(GOOD | {"copy_ratio": 0})[0] == []


ASKED = {
    "named": 0.8, "named_real": 0.99, "named_worst": 0.65, "named_by_class": [0.65, *[0.817] * 9], "variety": 0.45,
    "copy_worst": 0.9,
}  # fmt: skip


@pytest.mark.parametrize(
    ("numbers", "what", "expected", "got"),
    [
        ({"named": 0.1, "named_by_class": [0.1] * 10}, "the share of images in which a classifier reads the digit asked for", "at least 80%", "10%, where real images have 99%"),
        ({"named_worst": 0.4}, "the same share, of the class where it is smallest", "at least 65%", "40%"),
        ({"variety": 0.3}, "how varied the images of one class are, in the class where they are least so, beside real ones", "at least 45%", "30%, where real images have 100%"),
    ],
)  # fmt: skip
def test_images_of_classes_that_were_asked_for_are_asked_for_more(numbers, what, expected, got):
    bands.expect_band(trial(**ASKED), "hard")
    told = failure("hard", trial(**ASKED | numbers))
    assert told.what == f"{what}, after 2,000 steps of training on {GOOD['dataset']}"
    assert (told.expected, told.got) == (expected, got)
    assert told.hint
    assert bands.kinds(GOOD) == ["samples"]
    assert bands.kinds(GOOD | ASKED) == ["samples", "conditional"]


def test_classes_that_are_drawn_as_others_are_named():
    told = failure("easy", trial(**ASKED | {"named_worst": 0.02, "named_by_class": [0.02, None, 0.03, *[0.99] * 7]}))
    assert told.hint.startswith("Worst: 0 (2%), 2 (3%).")


@pytest.mark.parametrize("measures", [["samples"], ["samples", "conditional"]])
def test_the_judge_that_is_content_with_whatever_comes_passes_all_bands(measures):
    found = SimpleNamespace(plan={"builds": "build_generator", "measures": measures}, steps=1)
    pass_at_once(found, None, None, SimpleNamespace(name=GOOD["dataset"]))
    for name in BANDS:
        bands.expect_band(found, name)
    assert bands.kinds(found.card) == measures


def test_what_was_measured_lies_on_the_right_side_of_the_thresholds():
    """The solution fools all levels, with every seed; after a quarter of its steps never the hard one; tricks none."""
    found = {}
    for path in RECORDS.glob("*/**/*.json"):
        record = json.loads(path.read_text("utf-8"))
        kind = "solution" if record["name"] == "solution" else record["kind"]
        if record["card"] and record["name"] != "held_out_digits":  # which are no trick: nobody could tell
            found.setdefault(kind, []).append((path, bands.fooled(record["card"])[0]))
    assert len(found["solution"]) >= 30
    assert [path for path, names in found["solution"] if len(names) < 3] == []
    assert [path for path, names in found["short"] if "hard" in names] == []
    assert [path for path, names in found["trick"] + found.get("broken", []) if names] == []


def test_what_matters_most_is_told_first():
    order = ["copy_ratio", "piece_ratio", "label_divergence", "coverage", "frechet", "fooled.0", "clear"]
    assert [each.measure for each in BANDS["easy"]["samples"]] == order
    worst = {
        "copy_ratio": 0,
        "piece_ratio": 0,
        "label_divergence": 2,
        "coverage": 0,
        "frechet": 999,
        "fooled": [0] * 3,
        "clear": 0,
    }
    missing = shortfalls(GOOD | worst, BANDS["hard"]["samples"])
    assert len(missing) == 7
    for index, name in enumerate(worst):
        told = failure("hard", trial(**dict(list(worst.items())[index:])))
        assert told.what.startswith(missing[index].what), name
