"""Records of a class survive anything, and hold for the file, the seed and the checker that they were made with."""

import json
import os

import pytest

from checker.errors import UsageError
from checker.grading import class_page, grades, records
from tests.support.records import CONTENT, EXERCISE, keep, rows


def test_a_record_holds_for_this_file_and_this_checker_only(tmp_path, monkeypatch):
    kept = records.Records(tmp_path)
    keep(kept, "ann")
    assert kept.current("ann", EXERCISE, CONTENT, train=True)
    assert records.Records(tmp_path).current("ann", EXERCISE, CONTENT, train=True)  # another run finds the same key
    assert kept.current("ann", EXERCISE, CONTENT + b"#", train=True) is None
    assert kept.current("bob", EXERCISE, CONTENT, train=True) is None
    monkeypatch.setattr(records, "version", lambda: "another")
    assert kept.current("ann", EXERCISE, CONTENT, train=True) is None


def test_what_is_not_final_is_graded_again(tmp_path):
    kept = records.Records(tmp_path)
    keep(kept, "ann", broke="out of disk")
    assert kept.current("ann", EXERCISE, CONTENT, train=False) is None
    record = keep(kept, "ann", complete=False)
    assert kept.current("ann", EXERCISE, CONTENT, train=False)
    assert kept.current("ann", EXERCISE, CONTENT, train=True) is None
    assert record.verdict.score is None
    kept.path("ann", EXERCISE).write_text('{"format": 1, "stud', encoding="utf-8")
    assert kept.current("ann", EXERCISE, CONTENT, train=False) is None
    assert list(kept) == []


def test_seeds_are_the_same_for_the_same_file_and_known_to_nobody_without_the_key(tmp_path):
    kept, other = records.Records(tmp_path / "a"), records.Records(tmp_path / "b")
    assert kept.seed(EXERCISE, CONTENT) == records.Records(tmp_path / "a").seed(EXERCISE, CONTENT)
    seeds = {
        kept.seed(EXERCISE, CONTENT),
        kept.seed("another", CONTENT),
        kept.seed(EXERCISE, CONTENT + b"#"),
        other.seed(EXERCISE, CONTENT),
    }
    assert len(seeds) == 4
    assert all(0 <= seed < 2**32 for seed in seeds)
    assert (tmp_path / "a" / "key").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    "student",
    [
        "ann",
        "Jörg Müller",
        "a/../../b",
        "..",
        ".",
        "x" * 300,
        "nul\0"[:3],
        "a\nb",
        os.fsdecode(b"\xff\xfe"),
        "CON",
        "50%",
    ],
)
def test_any_name_has_a_record_of_its_own(student, tmp_path):
    kept = records.Records(tmp_path / "out")
    keep(kept, student)
    keep(kept, "x" * 299 + "y")
    assert kept.read(student, EXERCISE).student == student
    assert {path.parent for path in (tmp_path / "out").rglob("*.json")} == {tmp_path / "out" / "records" / EXERCISE}
    assert list(tmp_path.iterdir()) == [tmp_path / "out"]


def test_a_folder_that_cannot_be_written_is_told(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(UsageError, match="cannot be written"):
        records.Records(tmp_path / "file" / "out")


def test_a_record_is_read_back_as_it_was_written(tmp_path):
    kept = records.Records(tmp_path)
    record = keep(kept, "ann", number="4312", hides=["ctypes, line 3"], fingerprints=[1, 2])
    assert records.Records(tmp_path).read("ann", EXERCISE) == record


def test_records_of_before_there_were_numbers_are_read(tmp_path):
    kept = records.Records(tmp_path)
    record = keep(kept, "ann")
    content = record.as_json()
    assert list(content) == [
        "format", "student", "exercise", "sha256", "seed", "checker", "level", "machine", "hides", "fingerprints",
        "report", "complete", "broke", "number",
    ]  # fmt: skip
    del content["number"]
    kept.path("ann", EXERCISE).write_text(json.dumps(content), "utf-8")
    assert kept.read("ann", EXERCISE) == record


@pytest.mark.parametrize(
    "change",
    [
        lambda content: content.pop("seed"),
        lambda content: content.pop("broke"),
        lambda content: content.update(format=2),
        lambda content: content.update(report=None),
        lambda content: content.update(hides=[3]),
        lambda content: content.update(report=[]),
        lambda content: content["report"].pop("score"),
        lambda content: content["report"]["extra_data"].pop("figures"),
        lambda content: content["report"]["tests"][0].pop("extra_data"),
    ],
)
def test_a_record_that_is_partly_broken_is_graded_again_and_breaks_no_page(change, tmp_path):
    kept = records.Records(tmp_path)
    keep(kept, "ann")
    keep(kept, "bob")
    content = json.loads(kept.path("ann", EXERCISE).read_text("utf-8"))
    change(content)
    kept.path("ann", EXERCISE).write_text(json.dumps(content), "utf-8")
    assert kept.current("ann", EXERCISE, CONTENT, train=True) is None
    assert [record.student for record in kept] == ["bob"]
    class_page.write(kept, tmp_path / "class.html", [EXERCISE])
    grades.write(kept, tmp_path, [EXERCISE])
    assert "1 handed in" in (tmp_path / "class.html").read_text("utf-8")
    assert [row["student"] for row in rows(tmp_path / "grades.csv")] == ["bob"]


def test_a_record_that_somebody_copied_is_not_a_second_one(tmp_path):
    kept = records.Records(tmp_path)
    keep(kept, "ann")
    path = kept.path("ann", EXERCISE)
    copied = path.with_name("ann copy.json")
    copied.write_text(path.read_text("utf-8"), "utf-8")
    assert [record.student for record in kept] == ["ann"]
    assert kept.read("ann copy", EXERCISE) is None
    assert kept.unreadable() == [copied]


def test_what_takes_a_record_s_place_overwrites_nothing_but_the_first_half_of_the_same_verdict(tmp_path):
    kept = records.Records(tmp_path)
    keep(kept, "ann", complete=False)
    keep(kept, "ann", points=80)
    assert kept.history("ann", EXERCISE) == []
    keep(kept, "ann", points=80)  # the same once more
    assert kept.history("ann", EXERCISE) == []
    keep(kept, "ann", points=70, content=CONTENT + b"#")
    keep(kept, "ann", points=60, content=CONTENT + b"##")
    assert {record.verdict.score for record in kept.history("ann", EXERCISE)} == {80, 70}
    assert [record.verdict.score for record in kept] == [60]


@pytest.mark.parametrize("content", [b"", b"ab" * 20, b"z" * 64, b"\xff" * 64, b"\0" * 70])
def test_a_key_that_is_not_whole_is_named_and_kept(content, tmp_path):
    """A new one would give every file another seed, silently."""
    (tmp_path / "key").write_bytes(content)
    with pytest.raises(UsageError, match="key is not whole") as told:
        records.Records(tmp_path)
    assert "\n" not in str(told.value)
    assert (tmp_path / "key").read_bytes() == content
