"""Marks as CSV, and the rosters of Canvas and Moodle that are filled in."""

import csv
import io
import unicodedata

import pytest

from checker.errors import UsageError
from checker.grading import grades, records, rosters
from tests.support.records import CONTENT, EXERCISE, keep, rows


def test_marks_tell_what_is_final(tmp_path):
    kept = records.Records(tmp_path)
    keep(kept, "ann", points=80)
    keep(kept, "bob", points=70, complete=False)
    keep(kept, "cat", broke="out of disk")
    keep(kept, '=HYPERLINK("http://x")', points=0)
    grades.write(kept, tmp_path, [EXERCISE, "another"])
    found = {row["student"]: (row["score"], row["state"]) for row in rows(tmp_path / "grades.csv")}
    assert found == {
        "ann": ("80", "final"),
        "bob": ("", "training to come"),
        "cat": ("", "the checker broke"),
        '\'=HYPERLINK("http://x")': ("0", "final"),  # text for a spreadsheet, no formula
    }


NASTY = [
    "=1+1",
    "+1",
    " -1",
    "@SUM(1)",
    "\t=1",
    "\r=1",
    "\n=1",
    "x;=1;y",
    "x,+1",
    "x\t=1\ty",
    "\uff1d1",
    "\uff0b1",
    "\u200b=1",
]
NASTY += ["\ufeff@1", "\u2212\u200e=1", '"=1', "x|=1", "\xa0=1", "x;\u200b;\uff20y", "x\u2028=1"]


@pytest.mark.parametrize("platform", ["grades", "canvas", "moodle"])
def test_no_spreadsheet_takes_a_name_for_a_formula(platform, tmp_path):
    """Whatever it takes for the end of a cell or a line: commas, semicolons, tabs, or what is not seen."""
    kept, roster = records.Records(tmp_path), None
    for number, name in enumerate(NASTY):
        keep(kept, name, points=91, number=str(number))
    if platform != "grades":
        text = io.StringIO(newline="")
        head = ["Student", "ID", "Section"] if platform == "canvas" else ["Full name", "ID number", "Section"]
        delimiter = "," if platform == "canvas" else ";"
        table = [[name, number, "-1.5"] for number, name in enumerate(NASTY)]
        csv.writer(text, delimiter=delimiter).writerows([head, *table])
        (tmp_path / "roster.csv").write_text(text.getvalue(), encoding="utf-8", newline="")
        roster = rosters.read_roster(tmp_path / "roster.csv")
    grades.write(kept, tmp_path, [EXERCISE], roster)
    text = (tmp_path / f"{platform}.csv").read_text("utf-8")
    assert text.count("91") > len(NASTY) / 2  # some are the same to a roster
    for delimiter in ",;\t|":
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            for cell in row:
                # What is left of it once all that is not seen is gone, in its plainest form.
                seen = "".join(c for c in unicodedata.normalize("NFKC", cell) if c.isprintable()).strip()
                assert seen[:1] not in ("=", "+", "-", "@", "\u2212") or seen == "-1.5", (cell, row)


CANVAS = f"""\
Student,ID,SIS User ID,SIS Login ID,Section,Quiz (1),{EXERCISE} (8812),Current Score
    Points Possible,,,,,10,100,(read only)
"Doe, Jane",4312,u1,jdoe,A,7,,70
"Müller, Jörg",4313,u2,jm,A,8,,80
"Absent, Al",4314,u3,aa,B,9,55,90
"""
MOODLE = (
    f"\ufeffFirst name;Last name;ID number;Email address;Assignment: {EXERCISE} (Real)\n"
    "Jane;Doe;17;jane@x.edu;-\nJörg;Müller;18;jm@x.edu;-\nAl;Absent;19;al@x.edu;-\n"
)


def test_the_table_that_canvas_exports_is_filled_in(tmp_path):
    kept = records.Records(tmp_path)
    keep(kept, "doejane", number="4312", points=91)
    keep(kept, "müllerjörg", points=64)  # by the name that Canvas makes of it
    keep(kept, "stranger", points=3)
    (tmp_path / "roster.csv").write_text(CANVAS, encoding="utf-8")
    roster = rosters.read_roster(tmp_path / "roster.csv")
    _, notes = grades.write(kept, tmp_path, [EXERCISE, "another"], roster)
    found = rows(tmp_path / "canvas.csv")
    assert list(found[0]) == ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", f"{EXERCISE} (8812)"]
    assert [row[f"{EXERCISE} (8812)"] for row in found] == ["100", "91", "64", "55"]
    assert found[0]["Student"] == "    Points Possible"
    assert any("stranger" in note for note in notes)
    assert any("Absent, Al handed in nothing" in note for note in notes)


def test_the_table_that_moodle_exports_is_filled_in(tmp_path):
    kept = records.Records(tmp_path)
    keep(kept, "Jane Doe", number="555", points=91)
    keep(kept, "JM@x.edu", points=64, content=CONTENT + b"#")
    (tmp_path / "roster.csv").write_text(MOODLE, encoding="utf-8")
    _, notes = grades.write(kept, tmp_path, [EXERCISE], rosters.read_roster(tmp_path / "roster.csv"))
    found = rows(tmp_path / "moodle.csv", ";")
    assert [row[f"Assignment: {EXERCISE} (Real)"] for row in found] == ["91", "64", "-"]
    assert list(found[0]) == ["First name", "Last name", "ID number", "Email address", f"Assignment: {EXERCISE} (Real)"]
    assert notes == ["19 handed in nothing."] or any("handed in nothing" in note for note in notes)


def test_two_submissions_of_one_learner_are_told(tmp_path):
    kept = records.Records(tmp_path)
    keep(kept, "Jane Doe", points=91)
    keep(kept, "jane@x.edu", points=10)
    (tmp_path / "roster.csv").write_text(MOODLE, encoding="utf-8")
    _, notes = grades.write(kept, tmp_path, [EXERCISE], rosters.read_roster(tmp_path / "roster.csv"))
    assert any("are the same in the roster" in note for note in notes)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "no column"),
        (b"colour,size\n1,2\n", "no column that names learners"),
        (b"name\nJ\xf6rg\n", "UTF-8"),
        (None, "cannot be read"),
    ],
)
def test_a_bad_roster_is_told(content, told, tmp_path):
    if content is not None:
        (tmp_path / "roster.csv").write_bytes(content)
    with pytest.raises(UsageError, match=told):
        rosters.read_roster(tmp_path / "roster.csv")
