"""Which column of a platform's table is filled in, with which number, and what in it is left alone."""

import pytest

from checker.errors import UsageError
from checker.grading import gradebooks, grades, marks, records, rosters, to_look_at
from checker.grading.submissions import Missing
from tests.support.records import EXERCISE, keep, rows

CANVAS = "Student,ID,SIS User ID,SIS Login ID,Section"
LEE, LI = '"Lee, Ann",4312,s1,ann,A', '"Li, Bo",43,s2,bo,A'


def roster(tmp_path, *lines, newline="\n"):
    (tmp_path / "roster.csv").write_bytes("".join(f"{line}{newline}" for line in lines).encode())
    return rosters.read_roster(tmp_path / "roster.csv")


def fill(tmp_path, read, missing=(), chosen=None, students=(("leeann", "4312", 90), ("libo", "43", 25))):
    """Fill in a roster for some learners: `(path, notes)`."""
    kept = records.Records(tmp_path / "out")
    for student, number, points in students:
        keep(kept, student, number=number, points=points)
    paths, notes = grades.write(kept, tmp_path / "out", [EXERCISE], read, missing, chosen)
    return paths[1], notes


@pytest.mark.parametrize(
    ("columns", "filled"),
    [
        ([f"{EXERCISE.upper()} quiz (71)", f"{EXERCISE} (77)"], f"{EXERCISE} (77)"),
        ([f"{EXERCISE.upper()} (77)", f"More {EXERCISE} (78)"], f"{EXERCISE.upper()} (77)"),
        ([f"Week 2: {EXERCISE} (9)", "Other (10)"], f"Week 2: {EXERCISE} (9)"),
        (["Other (10)", f"{EXERCISE}s (11)", f"pre{EXERCISE} (12)"], EXERCISE),
    ],
)
def test_the_column_that_is_called_as_the_exercise_comes_first(columns, filled, tmp_path):
    head = ",".join([CANVAS, *columns])
    marks = "," * len(columns)
    maximum = f"    Points Possible,,,,{marks}"
    read = roster(tmp_path, head, maximum, LEE + marks, LI + marks)
    path, notes = fill(tmp_path, read)
    found = rows(path)
    assert list(found[0]) == [*CANVAS.split(","), filled]
    assert [row[filled] for row in found[1:]] == ["90", "25"]
    assert found[0][filled] == ("100" if filled == EXERCISE else "")
    assert any(repr(filled) in note and "filled in" in note for note in notes)


@pytest.mark.parametrize(
    "head",
    [
        f"{CANVAS},{EXERCISE} (7),{EXERCISE} (8)",
        f"{CANVAS},{EXERCISE} one (7),{EXERCISE} two (8)",
        f"First name,Surname,Assignment: {EXERCISE} (Real),Assignment: {EXERCISE} (Real)",
    ],
)
def test_two_columns_that_could_be_it_are_refused(head, tmp_path):
    read = roster(tmp_path, head, ",".join(["Lee", "Ann", *["5"] * (head.count(",") - 1)]))
    with pytest.raises(UsageError, match="--column"):
        gradebooks.check(read, [EXERCISE])
    path, notes = fill(tmp_path, read)
    assert any("is not filled in" in note for note in notes)
    assert "90" not in path.read_text("utf-8")
    chosen = {EXERCISE: read.columns[-1]}
    gradebooks.check(read, [EXERCISE], chosen)
    with pytest.raises(UsageError, match="has no column"):
        gradebooks.check(read, [EXERCISE], {EXERCISE: "nonsense"})


def test_a_column_that_is_but_like_it_keeps_other_grades(tmp_path):
    read = roster(tmp_path, f"{CANVAS},{EXERCISE} reading quiz (71)", f"{LEE},4", f"{LI},")
    path, notes = fill(tmp_path, read)
    assert list(rows(path)[0]) == CANVAS.split(",")
    assert any("has other grades" in note for note in notes)
    path, _ = fill(tmp_path, read, chosen={EXERCISE: f"{EXERCISE} reading quiz (71)"})
    assert [row[f"{EXERCISE} reading quiz (71)"] for row in rows(path)] == ["90", "25"]


def test_canvas_s_maximum_stays_and_points_are_scaled_to_it(tmp_path):
    head = f"Student,ID,Section,SIS Login ID,Root Account,{EXERCISE} score (1),{EXERCISE} (2)"
    lines = ["    Mögliche Punkte,,,,,(read only),12.5", '"Lee, Ann",4312,A,ann,x,3,1', '"Li, Bo",43,A,bo,x,4,EX']
    path, notes = fill(tmp_path, roster(tmp_path, head, *lines))
    found = rows(path)
    assert list(found[0]) == ["Student", "ID", "SIS Login ID", "Root Account", "Section", f"{EXERCISE} (2)"]
    assert [row[f"{EXERCISE} (2)"] for row in found] == ["12.5", "11.25", "EX"]
    assert any("Li, Bo is excused" in note for note in notes)
    assert not any("Punkte" in note for note in notes)


WORKSHEET = '\ufeffIdentifier,"Full name",ID number,Grade,"Maximum Grade","Last modified (grade)","Feedback comments"'


def test_moodle_s_worksheet_is_filled_where_moodle_reads_it(tmp_path):
    lines = [
        '"Participant 7",Ann Lee,8,,"40,00",-,',
        "Participant 8,Bo Li,7,,40.00,-,By hand",
        "Participant 9,Cy,9,-,40,-,",
    ]
    read = roster(tmp_path, WORKSHEET, *lines, newline="\r\n")
    path, notes = fill(tmp_path, read, students=[("Ann Lee", "7", 90), ("Bo Li", "8", 25)])
    content = path.read_bytes()
    assert content.startswith(WORKSHEET.removeprefix("\ufeff").encode() + b"\r\n")
    assert content.count(b"\n") == content.count(b"\r\n") == 4
    found = rows(path)
    assert [row["Grade"] for row in found] == ["36", "10", "-"]
    assert found[0]["Feedback comments"].startswith("Checked by program: 90 of 100 points.")
    assert found[1]["Feedback comments"] == "By hand"
    assert notes == [f"{EXERCISE}: filled in as 'Grade', points of 40.", "Cy handed in nothing."]


def test_a_worksheet_is_of_one_exercise(tmp_path):
    read = roster(tmp_path, WORKSHEET, "Participant 7,Ann Lee,8,,100,-,")
    with pytest.raises(UsageError, match=f"--exercise {EXERCISE}"):
        gradebooks.check(read, [EXERCISE, "another"])
    gradebooks.check(read, [EXERCISE])


def test_a_german_worksheet(tmp_path):
    head = "ID,Vollständiger Name,Status,Bewertung,Bestwertung,Zuletzt geändert (Bewertung),Feedback als Kommentar"
    read = roster(tmp_path, head, 'Teilnehmer/in7,Zoë Müller,x,,"5,00",-,', 'Teilnehmer/in8,Bo,x,,"5,00",-,')
    path, _ = fill(tmp_path, read, students=[("Teilnehmerin_7", "7", 90), ("Teilnehmerin_8", "8", 25)])
    assert [row["Bewertung"] for row in rows(path)] == ["4,5", "1,25"]


@pytest.mark.parametrize(
    ("head", "row", "column"),
    [
        ("Last Name\tFirst Name\tUsername\tStudent ID\tTASK [Total Pts: 20 Score] |5", "Lee\tAnn\tal\t77\t", -1),
        ("OrgDefinedId,Username,Last Name,First Name,TASK Points Grade <Numeric MaxPoints:20>,End-of-Line Indicator",
         "#77,#al,Lee,Ann,,#", -2),
    ],
)  # fmt: skip
def test_blackboard_and_brightspace(head, row, column, tmp_path):
    head = head.replace("TASK", EXERCISE)
    path, _ = fill(tmp_path, roster(tmp_path, head, row), students=[("al", "", 90)])
    (found,) = rows(path, "\t" if "\t" in head else ",")
    assert list(found.values())[column] == "18"
    assert path.read_text("utf-8").startswith(head)


def test_blackboard_s_table_in_utf_16(tmp_path):
    text = f"Last Name\tFirst Name\tUsername\t{EXERCISE} [Total Pts: 20 Score] |5\nPeña\tAnn\tal\t\n"
    (tmp_path / "roster.csv").write_bytes(text.encode("utf-16"))
    path, _ = fill(tmp_path, rosters.read_roster(tmp_path / "roster.csv"), students=[("al", "al", 90)])
    assert rows(path, "\t")[0][f"{EXERCISE} [Total Pts: 20 Score] |5"] == "18"


GRADER = "First name,Surname,ID number,Email address"


@pytest.mark.parametrize(
    ("student", "number", "found"),
    [
        ("Zoë  mÜller", "", "1"),
        ("Zoe\u0308 Mu\u0308ller", "9", "1"),
        ("Müller, Zoë", "", "1"),
        ("müllerzoë", "9", "1"),
        ("Group B-Zoë Müller", "9", "1"),
        ("z@x.edu", "", "1"),
        ("z@x.edu", "9", None),  # a platform wrote it as a name
        ("2", "", "2"),
        ("Participant", "2", None),  # the number of a participant is no ID number
        ("Jane OBrien", "9", "2"),
        ("bomb", "9", None),
        ("Bomb", "", None),
        ("B Bom", "9", "3"),
        ("Mei Chen", "9", None),
        ("Mei Chen_9", "9", None),
        ("Weiss Ann", "9", None),
        ("nobody", "", None),
    ],
)
def test_a_name_counts_where_it_is_one_learner_s_alone(student, number, found, tmp_path):
    people = ["Zoë,Müller,1,z@x.edu", "Jane,O'Brien,2,j@x.edu", "B,Bom,3,b@x.edu", "Bomb,,4,m@x.edu"]
    people += ["Mei,Chen,5,a@x.edu", "Mei,Chen,6,c@x.edu", "Ann,Weiss,7,w@x.edu", "Ann,Weiß,8,s@x.edu"]
    row = roster(tmp_path, GRADER, *people).find(student, number)
    assert (row and row["ID number"]) == found


def test_who_has_a_number_is_never_found_by_name(tmp_path):
    read = roster(tmp_path, CANVAS, LEE, LI)
    assert read.find("leeann", "4312")["ID"] == "4312"
    assert read.find("leeann", "9999") is None
    assert read.find("libo", "4312") is None  # the number is one's, and the name another's
    path, notes = fill(tmp_path, read, students=[("libo", "4312", 90), ("leeann", "9", 25)])
    assert [row[EXERCISE] for row in rows(path)] == ["", ""]
    assert any("could be 2 in the roster" in note for note in notes)
    assert any("leeann handed in, and is not in the roster" in note for note in notes)


def test_student_numbers_are_no_participants(tmp_path):
    read = roster(tmp_path, "ID,Name,Grade", "s17,Ann Lee,", "s18,Bo Li,")
    assert read.find("Participant", "17") is None
    assert read.find("Bo Li", "17")["ID"] == "s18"


def test_one_name_of_two_who_handed_in_is_nobody_s(tmp_path):
    """Also where one of them handed in something else."""
    read = roster(tmp_path, GRADER, "Mei,Chen,5,a@x.edu", "Bo,Li,6,b@x.edu")
    path, notes = fill(tmp_path, read, students=[("Mei Chen_1", "1", 90), ("Mei Chen_2", "2", 25)])
    assert [row[EXERCISE] for row in rows(path)] == ["", ""]
    assert any("are the same in the roster" in note for note in notes)
    assert not any("Chen" in note and "nothing." in note and "handed in nothing" in note for note in notes)


def test_who_handed_in_something_else_is_not_said_to_have_handed_in_nothing(tmp_path):
    read = roster(tmp_path, CANVAS, LEE, LI, '"Day, Cy",44,s3,cy,A')
    missing = [Missing("libo", "43", "no file")]
    _, notes = fill(tmp_path, read, missing, students=[("leeann", "4312", 90)])
    assert [note for note in notes if "nothing" in note] == ["Day, Cy handed in nothing."]
    read = roster(tmp_path, GRADER, "Mei,Chen,5,a@x.edu")
    (tmp_path / "b").mkdir()
    missing = [Missing("Mei Chen_2", "2", "no file")]
    path, notes = fill(tmp_path / "b", read, missing, students=[("Mei Chen_1", "1", 90)])
    assert [row[EXERCISE] for row in rows(path)] == [""]
    assert any("are the same in the roster" in note for note in notes)


def test_which_column_was_filled_is_told_and_nothing_to_look_at(tmp_path):
    _, notes = fill(tmp_path, roster(tmp_path, f"{CANVAS},{EXERCISE} (77)", f"{LEE},", f"{LI},"))
    assert any("filled in" in note for note in notes)
    kept = records.Records(tmp_path / "out")
    assert to_look_at.collect(marks.Marks(kept, [EXERCISE]), notes) == []


TEAM = "Identifier,Full name,Status,Group,Grade,Maximum Grade,Last modified (grade),Feedback comments"


def test_on_moodle_each_member_of_a_group_gets_its_grade(tmp_path):
    """The group's number, 12, is a participant's, too: of somebody in another group."""
    lines = ["Participant 12,Ann Lee,x,Red Team,,100,-,", "Participant 13,Bo Li,x,Blue_Team,,100,-,"]
    lines += ["Participant 14,Cy Day,x,Blue_Team,,100,-,", "Participant 15,Di Fox,x,Default group,,100,-,"]
    read = roster(tmp_path, TEAM, *lines)
    students = [("Blue Team", "12", 90), ("Red Team", "11", 25), ("Default group", "", 40)]
    path, notes = fill(tmp_path, read, students=students)
    assert [row["Grade"] for row in rows(path)] == ["25", "90", "90", "40"]
    assert rows(path)[2]["Feedback comments"].startswith("Checked by program: 90")
    assert "Blue Team is a group: Bo Li; Cy Day." in notes
    assert not any("nothing" in note for note in notes)


@pytest.mark.parametrize("student", ["Lee Ann", "Ann Lee-Hu", "Änn Lee Hu", "Red Team-A. Lee"])
def test_a_participant_s_number_counts_where_the_name_is_written_otherwise(student, tmp_path):
    read = roster(tmp_path, WORKSHEET, "Participant 12,Ann Lee,8,,100,-,", "Participant 13,Bo Li,9,,100,-,")
    path, _ = fill(tmp_path, read, students=[(student, "12", 90)])
    assert [row["Grade"] for row in rows(path)] == ["90", ""]
    read = roster(tmp_path, WORKSHEET, "Participant 12,,,,100,-,", "Participant 13,,,,100,-,")
    path, _ = fill(tmp_path, read, students=[(student, "12", 90)])
    assert [row["Grade"] for row in rows(path)] == ["90", ""]


def test_a_group_s_number_is_no_participant_s(tmp_path):
    """Also where the worksheet tells no groups."""
    read = roster(tmp_path, WORKSHEET, "Participant 12,Ann Lee,8,,100,-,")
    path, notes = fill(tmp_path, read, students=[("Blue Team", "12", 90)])
    assert [row["Grade"] for row in rows(path)] == [""]
    assert any("Blue Team handed in, and is not in the roster" in note for note in notes)
    path, _ = fill(tmp_path, read, students=[("Participant", "12", 90), ("Blue Team", "12", None)])
    assert [row["Grade"] for row in rows(path)] == ["90"]


DAY = '"Day, Cy",44,s3,cy,A'


def test_on_canvas_each_member_of_a_group_gets_its_grade_where_a_table_tells_who_they_are(tmp_path):
    read = roster(tmp_path, CANVAS, LEE, LI, DAY)
    path, notes = fill(tmp_path, read, students=[("blueteam2", "43", 90)])
    assert [row[EXERCISE] for row in rows(path)] == ["", "90", ""]
    assert any("blueteam2 is Li, Bo by the number alone" in note and "--groups" in note for note in notes)
    assert any("Day, Cy handed in nothing" in note for note in notes)
    (tmp_path / "groups.csv").write_text(
        "name,canvas_user_id,user_id,login_id,sections,group_name\nBo Li,43,,,A,Blue Team 2\nCy Day,,,cy,A,Blue Team 2\n"
        "Ann Lee,,s1,,A,Red\nX,999,,,A,Red\nAnn Lee,4312,,,A,\n"
    )
    told = read.list_teams(rosters.read_groups(tmp_path / "groups.csv"))
    assert [note.partition(",")[0] for note in told] == ["X"]
    path, notes = fill(tmp_path, read, students=[("blueteam2", "43", 90), ("red", "43", 25)])
    assert [row[EXERCISE] for row in rows(path)] == ["", "90", "90"]  # 43 is no member of Red
    (tmp_path / "groups.csv").write_text("name\nBo Li\n")
    with pytest.raises(UsageError, match="no column that names groups"):
        rosters.read_groups(tmp_path / "groups.csv")


def test_who_handed_in_alone_or_got_points_by_a_person_keeps_them_beside_the_group_s(tmp_path):
    read = roster(tmp_path, f"{CANVAS},Group", f"{LEE},Blue", f"{LI},Blue", f"{DAY},Blue")
    path, _ = fill(tmp_path, read, students=[("blue", "43", 90), ("dayc", "44", 25), ("Lee, Ann", "", 40)])
    assert [row[EXERCISE] for row in rows(path)] == ["40", "90", "25"]
