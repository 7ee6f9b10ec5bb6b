"""What a person decides beside the checks: overrides, due dates, extra days; tables and reports show each by itself."""

import html
import re

import pytest

from checker.grading import deadlines, finish, grades
from checker.grading.marks import Marks
from checker.grading.records import Records
from tests.support.graded_class import CHECKS, EXERCISE, POINTS, SECOND
from tests.support.records import rows

LAST = CHECKS[-1]
LESS = f"{100 - POINTS[LAST]:g}"


def words(page):
    """The text of a page."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", re.sub(r"(?s)<style>.*?</style>", "", page))).split())


def lines(a_class):
    return {row["student"]: row for row in rows(a_class.out / "grades.csv")}


@pytest.fixture
def two(a_class):
    a_class.hand_in("ann", CHECKS[:-1])
    a_class.hand_in("bob")
    return a_class


def test_points_that_a_person_set_stand_beside_those_of_the_checks_and_outlast_a_regrade(two):
    two.write(
        "overrides.csv",
        f"student,exercise,points,comment,reason\nann,{EXERCISE},97.5,Well explained.,shown by word of mouth\n"
        f"bob,{EXERCISE},,See me.,the comments are not his\n",
    )
    two.grade()
    ann, bob = lines(two)["ann"], lines(two)["bob"]
    assert (ann["score"], ann["override"], ann["grade"]) == (LESS, "97.5", "97.5")
    assert "set to 97.5 by a person: shown by word of mouth" in ann["notes"]
    assert (bob["score"], bob["override"], bob["grade"]) == ("100", "", "100")
    assert "See me." in bob["notes"]
    told = words(two.page("ann"))
    assert f"Points of the checks: {LESS}. A person set them to 97.5. What counts: 97.5." in told
    assert "shown by word of mouth Well explained." in told
    assert "set them" not in words(two.page("bob"))
    assert "See me." in words(two.page("bob"))
    assert "shown by word of mouth" in words((two.out / "class.html").read_text("utf-8"))
    two.change_checker(SECOND, LAST)
    two.grade()
    two.grade("--accept")
    assert (lines(two)["ann"]["grade"], lines(two)["bob"]["grade"]) == ("97.5", LESS)
    (two.out / "overrides.csv").unlink()
    two.grade()
    assert lines(two)["ann"]["grade"] == LESS
    assert "set them" not in words(two.page("ann"))  # a page says what counts now


def test_who_handed_in_nothing_may_get_points_by_a_person_only_if_the_roster_knows_them(two):
    two.write("overrides.csv", f"student;exercise;points;reason\nCid Roe;{EXERCISE};80;shown by word of mouth\n")
    assert "line 2: no learner 'Cid Roe' handed in" in two.grade(ok=2)
    assert two.judged == 0
    (two.folder / "roster.csv").write_text("Full name,Grade\nann,\nbob,\nCid Roe,\n", "utf-8")
    two.grade("--roster", "roster.csv")
    cid = lines(two)["Cid Roe"]
    assert (cid["score"], cid["grade"], cid["state"]) == ("", "80", "nothing handed in")
    filled = rows(two.out / "moodle.csv")
    assert "80" in next(row for row in filled if row["Full name"] == "Cid Roe").values()


BAD = [
    (f"ann,{EXERCISE},200,,typo", "line 2: expected a number from 0 to 100, got '200'"),
    (f"ann,{EXERCISE},many,,typo", "line 2: expected a number from 0 to 100, got 'many'"),
    (f"ann,{EXERCISE},nan,,typo", "got 'nan'"),
    (f"ann,{EXERCISE},80,,", "line 2: no reason"),
    (f"ann,{EXERCISE},,,why", "line 2: neither points nor a comment"),
    (f"anne,{EXERCISE},80,,why", "line 2: no learner 'anne' handed in; did you mean 'ann'?"),
    ("ann,unheard_of,80,,why", "line 2: there is no exercise 'unheard_of'"),
    (f"ann,{EXERCISE},80,,why\nbob,{EXERCISE},1,,w\nann,{EXERCISE},90,,no", "line 4: line 2 says it already"),
    (f"ann,{EXERCISE},80,Well, done,why", "line 2: 6 cells, where the head line has 5; a comma needs quotes"),
    (f'ann,{EXERCISE},80,"two\nlines",why\nbob,{EXERCISE},x,,why', "line 4: expected a number"),
]


@pytest.mark.parametrize(("text", "told"), BAD)
def test_rows_that_are_wrong_are_named_by_line_and_none_is_taken(text, told, two):
    two.grade()
    before = (two.out / "grades.csv").read_text("utf-8")
    two.write("overrides.csv", f"student,exercise,points,comment,reason\n{text}\n")
    said = two.grade(ok=2)
    assert told in said
    assert "overrides.csv cannot be used, so nothing was done" in said
    assert (two.out / "grades.csv").read_text("utf-8") == before


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"student,exercise,points\n", "line 1: no column reason"),
        (b"student,exercise,point,reason\n", "line 1: no column is called point"),
        (b"", "line 1: no column student"),
        (b"student,exercise,points,reason\nJ\xf6rg,x,1,y\n", "not text in UTF-8"),
    ],
)
def test_a_table_with_other_columns_is_refused(content, told, two):
    two.out.mkdir()
    (two.out / "overrides.csv").write_bytes(content)
    assert told in two.grade(ok=2)


@pytest.fixture
def dated(two):
    two.write("deadlines.csv", f"exercise,due,penalty per day,at most\n{EXERCISE},2026-11-14T12:00+01:00,10%,25\n")
    return two


@pytest.mark.parametrize(
    ("submitted", "late", "penalty", "grade"),
    [
        ("2026-11-14T12:00:00+01:00", "0", "", "100"),
        ("2026-11-14T11:00:01+00:00", "1", "10", "90"),
        ("2026-11-14 12:00:01", "1", "10", "90"),  # on the clock of the due date
        ("2026-11-16T12:00+01:00", "2", "20", "80"),
        ("2026-12-24", "41", "25", "75"),
    ],
)
def test_a_late_day_costs_points_in_a_column_of_its_own(submitted, late, penalty, grade, dated):
    dated.write("submitted.csv", f"student,exercise,submitted\nbob,{EXERCISE},{submitted}\n")
    dated.grade()
    bob = lines(dated)["bob"]
    assert (bob["score"], bob["days late"], bob["late penalty"], bob["grade"]) == ("100", late, penalty, grade)
    told = words(dated.page("bob"))
    assert ("points less" in told) == bool(penalty)
    assert "2026-11-14 12:00" in told


def test_extra_days_move_the_due_date_of_one_learner(dated):
    dated.write(
        "submitted.csv",
        "student,exercise,submitted\n" + "".join(f"{who},{EXERCISE},2026-11-16\n" for who in ("ann", "bob")),
    )
    dated.write("extra-days.csv", "student,exercise,days,reason\nbob,,3,ill\n")
    dated.grade()
    ann, bob = lines(dated)["ann"], lines(dated)["bob"]
    assert (ann["days late"], bob["days late"]) == ("3", "0")
    assert float(ann["grade"]) == float(LESS) - 25
    assert "3 extra days" in bob["notes"]
    assert "With 3 days beyond the due date" in words(dated.page("bob"))
    dated.write("extra-days.csv", "student,exercise,days,reason\nbob,,-3,ill\n")
    assert "extra-days.csv cannot be used" in dated.grade(ok=2)


def test_a_penalty_takes_no_more_than_there_is_and_counts_on_what_a_person_set(dated):
    dated.write("submitted.csv", f"student,exercise,submitted\nann,{EXERCISE},2026-11-15\nbob,{EXERCISE},2026-12-24\n")
    dated.write("overrides.csv", f"student,exercise,points,reason\nann,{EXERCISE},50,why\nbob,{EXERCISE},5,why\n")
    dated.grade()
    assert [(row["late penalty"], row["grade"]) for row in lines(dated).values()] == [("20", "30"), ("5", "0")]


@pytest.mark.parametrize(
    ("place", "time"),
    [
        ("in/Test_ann_attempt_2026-11-14-09-15-33_answer.py", "2026-11-14T09:15:33"),
        ("x.zip: 4312-88 - Ann Lee - Nov 14, 2026 915 AM/answer.py", "2026-11-14T09:15:00"),
        ("x.zip: 4312-88 - Ann Lee - 14 November, 2026 1205 PM/answer.py", "2026-11-14T12:05:00"),
        ("4312-88 - Ann Lee - 14 November, 2026 1205 AM/answer.py", "2026-11-14T00:05:00"),
        ("in/Test_ann_attempt_2026-19-14-09-15-33_answer.py", ""),
        ("in/ann/answer.py", ""),
    ],
)
def test_the_time_is_read_from_names_that_platforms_give(place, time):
    assert deadlines.handed_in(place) == time


def test_the_time_is_read_from_nbgrader_s_file_and_kept_for_later_runs(dated):
    path = dated.hand_in("bob").parent / "timestamp.txt"
    path.write_text("2026-11-15 11:00:01.000000 UTC", "utf-8")
    dated.grade()
    assert lines(dated)["bob"]["days late"] == "2"
    path.with_name(f"{EXERCISE}.py").unlink()
    dated.grade()
    bob = lines(dated)["bob"]
    assert bob["days late"] == "2"
    assert "of an earlier run, not in this one" in bob["notes"]


def test_the_time_is_read_from_moodle_s_worksheet(dated):
    (dated.folder / "roster.csv").write_text(
        "Full name,Email address,Last modified (submission)\n"
        'ann,a@x,"Saturday, 14 November 2026, 12:30 PM"\nbob,b@x,-\n',
        "utf-8",
    )
    dated.grade("--roster", "roster.csv")
    assert lines(dated)["ann"]["days late"] == "1"
    assert lines(dated)["bob"]["days late"] == ""


def test_nothing_is_late_where_nobody_set_a_date(two):
    two.grade()
    assert {row["days late"] for row in lines(two).values()} == {""}
    assert all(mark.late is None for mark in Marks(two.kept(), [EXERCISE]))


def test_two_versions_of_the_checker_are_marked_in_each_table_and_never_mixed_in_a_platform_s(two):
    (two.folder / "roster.csv").write_text("Full name,Grade\nann,\nbob,\ncat,\n", "utf-8")
    two.grade("--roster", "roster.csv")
    two.change_checker(SECOND, date="2026-11-27T09:00:00Z")
    two.hand_in("cat")
    said = two.grade("--roster", "roster.csv")
    assert "Grades by 2 versions of the checker" in said
    assert "2026-11-20" in said
    assert "2026-11-27" in said
    found = lines(two)
    assert len({row["checker"] for row in found.values()}) == 2
    assert [student for student, row in found.items() if "another version" in row["notes"]] == ["ann", "bob"]
    page = words((two.out / "class.html").read_text("utf-8"))
    assert "Graded by 2 versions of the checker, so not all points can be compared" in page

    def filled(name):
        return {row["Full name"] for row in rows(two.out / name) if set(row.values()) & {"100", LESS}}

    assert filled("moodle.csv") == {"ann", "bob"}
    assert filled(f"moodle-{SECOND}.csv") == {"cat"}
    two.grade("--roster", "roster.csv", "--accept")
    assert filled("moodle.csv") == {"ann", "bob", "cat"}
    assert not (two.out / f"moodle-{SECOND}.csv").exists()


def test_learners_of_an_earlier_run_are_marked(two):
    two.grade()
    two.hand_in("cat", folder="others")
    said = two.grade(folder="others")
    assert "Of an earlier run, and not in this one: 2, marked in the tables." in said
    notes = {student: row["notes"] for student, row in lines(two).items()}
    assert [student for student, note in notes.items() if "of an earlier run" in note] == ["ann", "bob"]
    page = words((two.out / "class.html").read_text("utf-8"))
    assert "2 of an earlier run and not of this one, marked †" in page
    two.grade("--student", "ann")  # fewer are judged; all are of this run
    assert "of an earlier run" not in lines(two)["bob"]["notes"]


def test_reports_are_written_again_where_missing_or_damaged_and_name_their_learner(two):
    two.grade()
    page = two.page("ann")
    assert "<title>ann: " in page
    assert "Version of the checker: 1111" in words(page)
    folder = two.out / "reports" / EXERCISE
    (folder / "ann.html").unlink()
    (folder / "bob.html").write_text("half", "utf-8")
    two.grade()
    assert two.judged == 4
    assert two.page("ann") == page
    assert "bob" in two.page("bob")
    when = (folder / "ann.html").stat().st_mtime_ns
    two.grade()
    assert (folder / "ann.html").stat().st_mtime_ns == when


def test_a_report_shows_names_and_reasons_as_text(a_class):
    a_class.hand_in("<i>ann")
    a_class.write("overrides.csv", f"student,exercise,points,reason\n<i>ann,{EXERCISE},80,<script>alert(1)</script>\n")
    a_class.grade("--no-train")
    page = a_class.page("<i>ann")
    assert "<i>" not in page
    assert "<script>alert" not in page
    assert "<i>ann" in words(page.replace("&lt;", "\1").replace("&gt;", "\2")).replace("\1", "<").replace("\2", ">")


def test_a_killed_run_leaves_nothing_unfinished_where_reports_are_handed_out(two, monkeypatch):
    class Killed(BaseException):
        pass

    def killed(*_):
        raise Killed

    kept = two.kept()
    with monkeypatch.context() as patch:
        patch.setattr("checker.files.os.replace", killed)
        patch.setattr("checker.files.Path.unlink", lambda *_, **__: None)  # a process that is killed cleans nothing up
        with pytest.raises(Killed):
            kept.put(two.out / "reports" / EXERCISE / "ann.html", "half")
    assert [path.parent.name for path in two.out.rglob("*ann*")] == ["unfinished"]
    two.grade()
    assert not (two.out / "unfinished").exists() or not list((two.out / "unfinished").iterdir())
    assert sorted(path.name for path in (two.out / "reports").rglob("*.*")) == ["ann.html", "bob.html"]


def test_an_old_report_goes_where_the_new_file_could_not_be_judged(two, monkeypatch):
    from checker.grading.verdicts import Verdict

    two.grade()
    two.hand_in("ann", CHECKS[:1])
    monkeypatch.setattr("checker.grading.judging.judge", lambda *given: Verdict(given[2], broke="out of disk"))
    two.grade(ok=3)
    assert two.page("ann") is None
    assert two.page("bob")


def test_the_comment_for_the_platform_tells_how_the_grade_came_about(dated):
    dated.write("submitted.csv", f"student,exercise,submitted\nann,{EXERCISE},2026-11-14T12:30+01:00\n")
    dated.write(
        "overrides.csv", f"student,exercise,points,comment,reason\nann,{EXERCISE},95,Well done.,by word of mouth\n"
    )
    dated.grade()
    marks, _ = finish.prepare(dated.kept(), [EXERCISE], [])
    told = {mark.student: grades.comment(mark, ["a"] * (mark.student == "ann")) for mark in marks}
    assert told == {
        "ann": f"85 of 100 points. By the checks: {LESS}. Set to 95: by word of mouth. Well done. Late, begun days: 1,"
        " which costs 10 points. Not passed: a.",
        "bob": "100 of 100 points. All checks passed.",
    }


@pytest.mark.parametrize(("module", "name"), [(Records, "put"), (grades, "write_table")])
def test_a_full_disk_is_told_with_the_folder_whatever_could_not_be_written(module, name, two, monkeypatch):
    """The error of a file that fills up names no file; and after the records the tables may have no room."""

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(module, name, full)
    said = two.grade(ok=3)
    assert "out cannot be written: No space left on device. What is done is kept" in said
    assert "standard output" not in said
