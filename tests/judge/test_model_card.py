"""The page on how the judge fares, made from records, is the one that was frozen.

`model_card.md` was written from the same records by the code before bands were tables. Its introduction named other
commands, and is left out. UPDATE_GOLDEN=1 keeps the page as it is made now, after thresholds have changed.
"""

import json
import os
import shutil

import pytest

from benchmarks.judge import model_card
from benchmarks.judge.calibrate import RECORDS, on_trial
from checker.judge import kinds

DATASET = "mnist"  # which the judge is calibrated on, with trainings
# Runs that were never made, each with the card of a trick: (kind, name, trick), a seed for each of one name.
RUNS = [
    ("right", "solution", "held_out_digits"), ("right", "solution", "held_out_digits"), ("right", "solution", "spliced"),
    ("right", "narrow", "stored_600"), ("right", "narrow", "training_pictures"), ("right", "alone", "held_out_digits"),
    ("right", "broken_off", None), ("short", "after_50_steps", "class_means"), ("broken", "frozen", "uniform_noise"),
    ("broken", "too_slow", "three_classes"), ("broken", "not_broken", "held_out_digits"),
]  # fmt: skip


def test_the_page_made_from_the_kept_records_is_the_one_that_was_frozen(root, tmp_path):
    exercise = on_trial()[0].name
    for dataset in (DATASET, "glyphs"):
        folder = tmp_path / dataset
        (folder / exercise).mkdir(parents=True)
        for path in RECORDS.glob(f"{dataset}/*.json"):
            shutil.copy(path, folder)
    for number, record in enumerate(runs(tmp_path / DATASET)):
        (tmp_path / DATASET / exercise / f"{number:02}.json").write_text(json.dumps(record), encoding="utf-8")
    assert len(list(tmp_path.glob("*/*.json"))) == 50
    path = root / "tests" / "judge" / "model_card.md"
    made = model_card.page(tmp_path).replace(f"tests/answers/{exercise}`", "tests/answers/NAME`")
    if os.environ.get("UPDATE_GOLDEN"):
        path.write_text(made, encoding="utf-8")
    frozen = path.read_text("utf-8")
    assert made[made.index("| band |") :] == frozen[frozen.index("| band |") :]


def test_what_was_asked_for_by_class_has_tables_of_its_own(tmp_path):
    for dataset in (DATASET, "glyphs"):
        shutil.copytree(RECORDS / dataset / "conditional", tmp_path / dataset / "conditional")
    (tmp_path / DATASET / "asking").mkdir()
    for name, kind, trick in (("solution", "right", "held_out_digits"), ("ignored", "broken", "labels_shuffled")):
        card = json.loads((tmp_path / DATASET / "conditional" / f"{trick}.json").read_text("utf-8"))["card"]
        record = {"name": name, "kind": kind, "seed": 0, "card": card, "training_seconds": 30}
        (tmp_path / DATASET / "asking" / f"{name}.json").write_text(json.dumps(record), encoding="utf-8")
    page = model_card.page(tmp_path)
    assert page.count("### Tricks: images that no honest generator drew, asked for by class\n") == 2
    assert (
        "| band | named, at least | worst class, at least | variety, at least | copy ratio, worst class, at least |"
        in page
    )
    lines = {line.split("|")[1].strip(): line for line in page.splitlines() if line.startswith("| ")}
    assert lines["solution"].endswith("| hard |  |")
    assert lines["ignored"].endswith("| none | the share of images in which a classifier reads the digit asked for |")
    assert lines["two_classes_exchanged"].endswith("| none | the same share |")
    assert "Broken answers and tricks that fool any level: 0 of 24" in page


def runs(folder):
    """Records of those runs, from a folder with records of tricks."""
    found = []
    for number, (kind, name, trick) in enumerate(RUNS):
        record = {"name": name, "kind": kind, "seed": number, "training_seconds": 20.0 + number, "card": None}
        if trick is None:
            record["failure"] = "what train_step() does: no exception\nand more"
        else:
            record["card"] = json.loads((folder / f"{trick}.json").read_text("utf-8"))["card"]
        found.append(record)
    return found


def test_a_page_that_tells_more_is_not_overwritten(tmp_path, monkeypatch):
    for dataset in kinds.judged("samples"):
        (tmp_path / dataset).mkdir()
        for path in RECORDS.glob(f"{dataset}/*.json"):
            shutil.copy(path, tmp_path / dataset)
    monkeypatch.setattr(model_card, "PATH", tmp_path / "judge.md")
    with pytest.raises(SystemExit, match="no records of right and broken answers"):
        model_card.write(tmp_path)
    assert not (tmp_path / "judge.md").exists()
