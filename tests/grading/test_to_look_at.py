"""What a person should look at before grades go out, in a table and on the class page."""

import pytest

from checker.grading import to_look_at
from checker.grading.to_look_at import near_limit
from checker.outcomes import FAIL, PASS
from checker.report import record
from tests.support.graded_class import CHECKS, EXERCISE
from tests.support.records import rows


def listed(a_class):
    return [(row["reason"], row["student"]) for row in rows(a_class.out / "to-look-at.csv")]


def test_each_reason_has_its_learner_and_what_to_do(a_class):
    a_class.hand_in("ann")
    a_class.hand_in("bob", more="# hides")
    a_class.hand_in("cid", more="# breaks: out of disk")
    a_class.hand_in("dora", CHECKS[1:], "# output: expected  at least 50%|got       48%, where real images have 95%")
    (a_class.folder / "submitted" / "eve").mkdir()
    (a_class.folder / "submitted" / "eve" / "answer.py").write_text("x = 1", "utf-8")
    copies = a_class.hand_in("finn").parent
    (copies / f"{EXERCISE} (1).py").write_text("x = 2", "utf-8")
    (a_class.folder / "roster.csv").write_text("Full name,Grade\n" + "".join(
        f"{name},\n" for name in ("ann", "bob", "cid", "dora", "eve", "finn", "gus")), "utf-8")  # fmt: skip
    said = a_class.grade("--roster", "roster.csv", ok=3)
    found = listed(a_class)
    assert {("hidden means", "bob"), ("error", "cid"), ("near a limit", "dora")} <= set(found)
    assert "ann" not in [student for _, student in found]
    table = rows(a_class.out / "to-look-at.csv")
    texts = {(row["reason"], row["student"] or row["details"].split()[0].strip(":")): row for row in table}
    assert texts["wrong name", "eve"]
    assert texts["ambiguous", "finn"]
    assert texts["nothing handed in", "gus"]
    assert texts["near a limit", "dora"]["details"] == (
        f"{CHECKS[0]}: expected at least 50%, got 48%, where real images have 95%"
    )
    assert all(row["what to do"] for row in table)
    assert "To look at before grades go out: " in said
    page = (a_class.out / "class.html").read_text("utf-8")
    assert "To look at" in page
    assert "ctypes, line 3" in page


def test_who_handed_in_one_exercise_but_not_another_is_listed(a_class):
    from checker.exercises import exercises

    other = exercises()[1].name
    a_class.hand_in("ann")
    a_class.hand_in("ann", exercise=other)
    a_class.hand_in("bob", exercise=other)
    a_class.grade()
    (row,) = [row for row in rows(a_class.out / "to-look-at.csv") if row["reason"] == "nothing handed in"]
    assert (row["student"], row["exercise"]) == ("bob", EXERCISE)


@pytest.mark.parametrize(
    ("expected", "got", "near"),
    [
        ("at least 50%", "48%, where real images have 95%", True),
        ("at least 50%", "31%, where real images have 95%", False),
        ("at most 125", "126.3, where real ones have 20.1", True),
        ("at most 500,000", "512,345", True),
        ("at most 500,000", "5,123,450", False),
        ("an answer within 60 s in all", "all that was asked took 61 s", True),
        ("1.672", "1.671", False),  # no bound, but a value
        ("at least 50%", "nothing", False),
    ],
)
def test_what_lacks_little_is_near_a_limit(expected, got, near):
    output = f"checked   the share\nexpected  {expected}\ngot       {got}\nhint      Look."
    assert bool(near_limit(record.Test(EXERCISE, "a", "A check", 10, FAIL, output))) == near
    assert not near_limit(record.Test(EXERCISE, "a", "A check", 10, PASS, output))


def test_an_unknown_time_matters_only_where_there_is_a_due_date_and_is_told_once_of_many(a_class):
    for number in range(to_look_at.MOST_TIMES + 1):
        a_class.hand_in(f"learner {number}")
    a_class.grade("--no-train")
    assert listed(a_class) == []
    a_class.write("deadlines.csv", f"exercise,due,penalty per day\n{EXERCISE},2026-11-14 12:00,10\n")
    a_class.grade("--no-train")
    assert listed(a_class) == [("time unknown", "")]
    a_class.write("submitted.csv", f"student,exercise,submitted\nlearner 0,{EXERCISE},2026-11-14\n")
    a_class.grade("--no-train")
    assert len(listed(a_class)) == to_look_at.MOST_TIMES


def test_late_on_canvas_is_told_where_the_due_date_is_canvas_s_own(a_class):
    folder = a_class.folder / "submitted"
    folder.mkdir()
    for name in ("doejane_LATE_4312_88231", "leeann_4313_88232"):
        (folder / f"{name}_{EXERCISE}.py").write_text(f"# passes: {CHECKS[0]}\n# {name}", "utf-8")
    a_class.grade("--no-train")
    (row,) = rows(a_class.out / "to-look-at.csv")
    assert (row["student"], row["reason"]) == ("doejane", "time unknown")
    assert "late, says Canvas" in row["details"]


def test_a_record_that_cannot_be_read_is_named(a_class):
    a_class.hand_in("ann")
    a_class.hand_in("bob")
    a_class.grade()
    a_class.kept().path("bob", EXERCISE).write_text("{half", "utf-8")
    (a_class.folder / "submitted" / "bob" / f"{EXERCISE}.py").unlink()
    a_class.grade()
    (row,) = [row for row in rows(a_class.out / "to-look-at.csv") if row["reason"] == "error"]
    assert row["student"] == "bob"
    assert "cannot be read" in row["details"]
