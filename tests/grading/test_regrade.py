"""Grading again after a check changed: old and new side by side, and nothing is lost."""

import json
import os
import shutil

import pytest

from checker.grading import regrade
from checker.grading.records import WAITING, Records
from tests.support.graded_class import CHECKS, EXERCISE, FIRST, POINTS, SECOND
from tests.support.records import rows

LAST = CHECKS[-1]
LESS = f"{100 - POINTS[LAST]:g}"


def scores(a_class):
    return {row["student"]: row["score"] for row in rows(a_class.out / "grades.csv")}


@pytest.fixture
def again(a_class):
    """A class that was graded, and judged again after a check changed: bob passes one check less."""
    a_class.hand_in("ann", CHECKS[:-1])
    a_class.hand_in("bob")
    a_class.grade()
    a_class.change_checker(SECOND, LAST, date="2026-11-27T09:00:00Z")
    a_class.said = a_class.grade()
    return a_class


def test_a_new_grade_waits_beside_the_old_one_until_it_is_accepted(again):
    assert again.judged == 4  # both, without training and with
    assert scores(again) == {"ann": LESS, "bob": "100"}
    assert "New grades wait, and the old ones count: 1 of 2 differ" in again.said
    assert f"bob, {EXERCISE}: 100 -> {LESS} ({LAST})" in again.said
    assert f"{LAST}: pass {POINTS[LAST]} of {POINTS[LAST]} -> fail 0 of {POINTS[LAST]}" in again.said
    bob, ann = rows(again.out / "regrade.csv")
    assert (bob["student"], bob["old score"], bob["new score"], bob["state"]) == ("bob", "100", LESS, "differs")
    assert (bob["old checker"], bob["old date"][:10]) == (FIRST, "2026-11-20")
    assert (bob["new checker"], bob["new date"][:10]) == (SECOND, "2026-11-27")
    assert (ann["difference"], ann["checks that differ"], ann["state"]) == ("0", "", "the same")
    assert "New grades wait" in (again.out / "class.html").read_text("utf-8")

    assert "Accepted: 2 new grades, 1 of them other than" in again.grade("--accept")
    assert again.judged == 4
    assert scores(again) == {"ann": LESS, "bob": LESS}
    assert {row["checker"] for row in rows(again.out / "grades.csv")} == {SECOND}
    assert not (again.out / "regrade.csv").exists()
    assert LESS in again.page("bob")
    assert [record.verdict.score for record in again.kept().history("bob", EXERCISE)] == [100]
    assert "No new grades wait" in again.grade("--accept")


def test_what_waits_can_be_thrown_away_and_is_judged_again_when_asked(again):
    assert "Thrown away: 2 new grades" in again.grade("--discard")
    assert scores(again)["bob"] == "100"
    assert list(again.kept().all(WAITING)) == []
    again.grade()
    assert again.judged == 8


def test_while_it_waits_nothing_is_judged_twice_and_the_mark_stays(again):
    said = again.grade()
    assert again.judged == 4
    assert "1 of 2 differ" in said
    notes = {row["student"]: row["notes"] for row in rows(again.out / "grades.csv")}
    assert f"by another version of the checker than this run's, {SECOND}" in notes["bob"]
    assert f"a new grade waits: {LESS}" in notes["bob"]


def test_a_run_that_was_killed_goes_on_with_the_rest(again):
    """In the middle of judging again, and in the middle of accepting."""
    kept = again.kept()
    kept.path("ann", EXERCISE, WAITING).unlink()
    again.grade()
    assert again.judged == 6  # ann alone once more
    kept.write(kept.read("bob", EXERCISE, WAITING))  # accepted, and killed before it was taken from where it waits
    assert "Accepted: 1 new grades" in again.grade("--accept")
    assert scores(again) == {"ann": LESS, "bob": LESS}
    assert len(kept.history("bob", EXERCISE)) == 1
    assert list(kept.all(WAITING)) == []


def test_one_learner_is_judged_again_by_force_and_accepted_alone(a_class):
    for student in ("ann", "bob"):
        a_class.hand_in(student)
    a_class.grade()
    assert "Nothing to do" in a_class.grade("--student", "ann")
    a_class.change_checker(FIRST, LAST)  # such as after a machine was mended
    said = a_class.grade("--student", "ann", "--force")
    assert f"ann, {EXERCISE}: 100 -> {LESS}" in said
    assert a_class.judged == 2
    a_class.grade("--student", "ann", "--force")  # the same command again: a run that goes on
    assert a_class.judged == 2
    a_class.grade("--student", "bob", "--force")
    a_class.grade("--student", "ann", "--accept")
    assert scores(a_class) == {"ann": LESS, "bob": "100"}
    assert [each.student for each in regrade.compare(a_class.kept())] == ["bob"]


@pytest.mark.parametrize("arguments", [("--student", "anm"), ("--force", "--accept"), ("--accept", "--discard")])
def test_a_name_or_a_word_that_does_not_fit_is_told(arguments, a_class):
    a_class.hand_in("ann")
    said = a_class.grade(*arguments, ok=2)
    assert "did you mean 'ann'?" in said or "--accept" in said
    assert a_class.judged == 0


def test_of_a_learner_of_an_earlier_run_there_is_nothing_to_judge_but_a_grade_to_accept(again):
    again.hand_in("cat", folder="others")
    assert "--student: nothing by bob is in what you named" in again.grade("--student", "bob", folder="others", ok=2)
    again.grade("--student", "bob", "--accept", folder="others")
    assert scores(again) == {"ann": LESS, "bob": LESS}


def test_a_new_file_counts_at_once_and_the_old_record_is_kept(again):
    again.hand_in("bob", CHECKS[:2])
    again.grade()
    assert scores(again)["bob"] == f"{sum(POINTS[name] for name in CHECKS[:2] if name != LAST):g}"
    assert [each.student for each in regrade.compare(again.kept())] == ["ann"]
    (old,) = again.kept().history("bob", EXERCISE)
    assert (old.verdict.score, old.verdict.checker) == (100, FIRST)


def test_a_regrade_that_breaks_leaves_the_old_grade(again, monkeypatch):
    again.grade("--discard")
    from tests.support import graded_class

    whole = graded_class.judge

    def broken(*arguments):
        from dataclasses import replace

        return replace(whole(*arguments), broke="out of disk")

    monkeypatch.setattr("checker.grading.judging.judge", broken)
    said = again.grade(ok=3)
    assert "the checker broke; the old grade stays" in said
    assert "2 have no new marks, because the checker or a machine broke" in said
    again.grade("--accept", ok=3)
    assert scores(again) == {"ann": LESS, "bob": "100"}


def test_all_that_was_replaced_is_kept_even_what_cannot_be_read(a_class):
    a_class.hand_in("ann", more="# breaks: out of disk")
    a_class.grade(ok=3)
    path = a_class.kept().path("ann", EXERCISE)
    whole = path.read_text("utf-8")
    a_class.hand_in("ann")
    a_class.grade()
    path.write_text("{half", "utf-8")
    a_class.grade()
    kept = [each.read_text("utf-8") for each in sorted((a_class.out / "history").rglob("*.json"))]
    assert "{half" in kept
    assert whole in kept
    assert Records(a_class.out).history("ann", EXERCISE)[0].verdict.broke == "out of disk"
    assert json.loads(path.read_text("utf-8"))["complete"]


def test_checks_that_are_new_or_gone_are_named(again):
    kept = again.kept()
    path = kept.path("ann", EXERCISE, WAITING)
    path.write_text(path.read_text("utf-8").replace(f'"check": "{LAST}"', '"check": "renamed"'), "utf-8")
    again.grade()
    ann = next(row for row in rows(again.out / "regrade.csv") if row["student"] == "ann")
    assert ann["state"] == "differs"
    assert f"{LAST}: fail 0 of {POINTS[LAST]} -> not there" in ann["checks that differ"]
    assert f"renamed: not there -> fail 0 of {POINTS[LAST]}" in ann["checks that differ"]


class Killed(BaseException):
    """What ends a process between two of its steps."""


def killed_after(writes, monkeypatch, act):
    """Do something in a process that is killed at that file which it completes; whether it came so far."""
    done = iter(range(writes))
    replace = os.replace

    def counted(*paths):
        if next(done, None) is None:
            raise Killed
        replace(*paths)

    with monkeypatch.context() as patch:
        patch.setattr("checker.files.os.replace", counted)
        try:
            act()
        except Killed:
            return True
    return False


@pytest.mark.parametrize("step", ["judge", "accept"])
def test_whichever_file_a_run_is_killed_at_the_same_command_comes_to_the_same(step, a_class, monkeypatch):
    for student in ("ann", "bob"):
        a_class.hand_in(student)
    a_class.grade()
    before = {path: path.read_text("utf-8") for path in (a_class.out / "records").rglob("*.json")}
    a_class.change_checker(SECOND, LAST, date="2026-11-27T09:00:00Z")
    if step == "accept":
        a_class.grade()
    start = a_class.folder / "start"
    shutil.copytree(a_class.out, start)
    arguments = ("--accept",) * (step == "accept")
    for writes in range(40):
        shutil.rmtree(a_class.out)
        shutil.copytree(start, a_class.out)
        killed = killed_after(writes, monkeypatch, lambda: a_class.grade(*arguments))
        old = [json.loads(path.read_text("utf-8")) for path in (a_class.out / "history").rglob("*.json")]
        assert len(old) <= 2
        a_class.grade(*arguments)
        if step == "judge":
            assert {path: path.read_text("utf-8") for path in before} == before
            assert [each.points for each in regrade.compare(a_class.kept())] == [-POINTS[LAST]] * 2
        assert scores(a_class) == dict.fromkeys(("ann", "bob"), LESS if step == "accept" else "100")
        for student in ("ann", "bob") if step == "accept" else ():
            assert [record.verdict.score for record in a_class.kept().history(student, EXERCISE)] == [100]
        if not killed:
            break
    assert not killed
    assert writes > 6


def test_autograde_changes_no_grade_before_both_were_seen(a_class):
    """nbgrader's own command judges by the same rule: the old grade counts until the new one is accepted."""
    pytest.importorskip("nbgrader")
    from checker.grading.nbgrader.autograde import recorded

    path = a_class.hand_in("bob")
    first, waiting = recorded(a_class.folder, "bob", EXERCISE, path)
    assert (first.verdict.score, waiting) == (100, None)
    a_class.change_checker(SECOND, LAST)
    for _ in range(2):
        counts, waiting = recorded(a_class.folder, "bob", EXERCISE, path)
        assert counts == first
        assert regrade.told(counts, waiting) == f"bob, {EXERCISE}: 100 -> {LESS} ({LAST})"
    assert a_class.judged == 1
    regrade.accept(Records(a_class.folder / "grades"))
    assert recorded(a_class.folder, "bob", EXERCISE, path) == (waiting, None)
    path.write_text("# passes: \n")
    counts, waiting = recorded(a_class.folder, "bob", EXERCISE, path)
    assert (counts.verdict.score, waiting) == (0, None)  # a new file counts at once
