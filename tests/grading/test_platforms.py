"""A class of 300 in the form of each platform: every learner's own grade stands in the right row, or a note does."""

import csv
import io
import random
import unicodedata
import zipfile
from collections import Counter

import pytest

from checker.grading import feedback, grades, records, rosters, submissions
from tests.support.records import EXERCISE, keep, rows

COUNT = 300
FIRST = ["Mei", "Zoë", "Andrés", "Bom", "Anne-Marie", "Søren", "José", "Li", "Łukasz", "Mary Ann", "Ola", "D'Arcy"]
LAST = ["Chen", "Müller", "Peña", "B", "Curie", "Kierkegård", "O'Brien", "Bo", "Nowak", "Lee", "Berg", "Le Blanc"]


class Person:
    """A learner of the simulated class, with numbers of all kinds, each of which is somebody else's of another kind."""

    def __init__(self, index, first, last):
        self.index, self.first, self.last = index, first, last
        self.canvas, self.participant, self.sis = (
            1000 + index,
            1000 + (index + 7) % COUNT,
            f"{1000 + (index + 13) % COUNT}",
        )
        self.login, self.points = f"u_{index}", round(10 + index * 0.25, 2)
        self.full = f"{first} {last}".strip()
        self.sortable = f"{last}, {first}" if last else first

    @property
    def content(self):
        return f"# {self.index}\n".encode()


@pytest.fixture(scope="module")
def people():
    """With namesakes, names that are the same once Canvas joins them, accents, and two who handed in nothing."""
    chosen = random.Random(7)
    names = [("Mei", "Chen"), ("Mei", "Chen"), ("B", "Bom"), ("Bomb", ""), ("Jo", "Ann Lee"), ("Jo Ann", "Lee")]
    names += [
        (chosen.choice(FIRST), chosen.choice(LAST) + (f" {n}" if n % 3 else "")) for n in range(COUNT - len(names))
    ]
    return [Person(index, *name) for index, name in enumerate(names)]


def canvas_file(p, late=""):
    name = "".join(c for c in p.sortable if c.isalnum() or c == "_").lower()
    return f"{name}_{late}{p.canvas}_{90000 + p.index}_{EXERCISE}{'-2' if p.index % 5 == 0 else ''}.py"


def moodle_name(p):
    return p.full.replace("'", "")


FORMS = {
    "canvas": lambda p: canvas_file(p, "LATE_" if p.index % 4 == 0 else ""),
    "canvas, in a folder": lambda p: f"submissions/{canvas_file(p)}",
    "moodle": lambda p: f"{moodle_name(p)}_{p.participant}_assignsubmission_file_/{EXERCISE}.py",
    "moodle 4.1": lambda p: f"CS-{EXERCISE}-77/{moodle_name(p)}_{p.participant}_assignsubmission_file/{EXERCISE} (1).py",
    "moodle, flat": lambda p: f"{moodle_name(p)}_{p.participant}_assignsubmission_file_{EXERCISE}.py",
    "moodle, by group": lambda p: f"Group {p.index % 9}-{moodle_name(p)}_{p.participant}_assignsubmission_file_/{EXERCISE}.py",
    "moodle, blind": lambda p: f"Participant_{p.participant}_assignsubmission_file_/{EXERCISE}.py",
    "moodle, blind, flat": lambda p: f"Teilnehmerin_{p.participant}_assignsubmission_file_{EXERCISE}.py",
    "blackboard": lambda p: f"Week 3 {EXERCISE}_{p.login}_attempt_2026-11-14-09-15-{p.index % 60:02}_{EXERCISE}.py",
    "brightspace": lambda p: f"{5000 + p.index}-88 - {p.full} - Nov 14, 2026 915 AM/{EXERCISE}.py",
    "brightspace, flat": lambda p: f"{5000 + p.index}-88 - {p.full} - 14 November, 2026 915 AM - {EXERCISE}.py",
    "folders": lambda p: f"class/{p.login}/{EXERCISE}.py",
    "finder": lambda p: f"{moodle_name(p)}_{p.participant}_assignsubmission_file_/{EXERCISE}.py",
}  # fmt: skip


class Undeclared(zipfile.ZipInfo):
    """A file whose name is written in UTF-8, without the flag that says so."""

    def _encodeFilenameFlags(self):
        return self.filename.encode(), self.flag_bits


def pack(path, people, form):
    """The download; as the Finder packs it with decomposed names."""
    with zipfile.ZipFile(path, "w") as archive:
        for person in people:
            name = FORMS[form](person)
            info = Undeclared(unicodedata.normalize("NFD", name)) if form == "finder" else zipfile.ZipInfo(name)
            archive.writestr(info, person.content)
        archive.writestr("desktop.ini", "")


def table(head, lines, delimiter=","):
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter, lineterminator="\r\n").writerows([head, *lines])
    return text.getvalue()


# In some of them another column has a mark of 77.
ROSTERS = {
    "canvas": lambda people: table(
        ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", f"{EXERCISE} quiz (1)", f"{EXERCISE} (2)"],
        [["    Points Possible", "", "", "", "", "5", "40"]]
        + [[p.sortable, p.canvas, p.sis, p.login, "A", "77", ""] for p in people],
    ),
    "worksheet": lambda people: table(
        ["Identifier", "Full name", "ID number", "Grade", "Maximum Grade", "Last modified (grade)", "Feedback comments"],
        [[f"Participant {p.participant}", p.full, p.canvas, "", "40.00", "-", ""] for p in people],
    ),
    "grader report": lambda people: table(
        ["First name", "Surname", "ID number", f"Quiz: {EXERCISE} (Real)", f"Assignment: {EXERCISE} (Real)"],
        [[p.first, p.last, p.canvas, "77", "-"] for p in people],
    ),
    "blackboard": lambda people: table(
        ["Last Name", "First Name", "Username", "Student ID", f"{EXERCISE} [Total Pts: 40 Score] |123"],
        [[p.last, p.first, p.login, p.canvas, ""] for p in people],
        "\t",
    ),
    "brightspace": lambda people: table(
        ["OrgDefinedId", "Last Name", "First Name", f"{EXERCISE} Points Grade <Numeric MaxPoints:40>", "End-of-Line Indicator"],
        [[f"#{p.canvas}", p.last, p.first, "", "#"] for p in people],
    ),
}  # fmt: skip
COLUMNS = {  # that are to be filled in
    f"{EXERCISE} (2)",
    "Grade",
    f"Assignment: {EXERCISE} (Real)",
    f"{EXERCISE} [Total Pts: 40 Score] |123",
    f"{EXERCISE} Points Grade <Numeric MaxPoints:40>",
}
# How many of 300 must have their grade at least; the others' names are not theirs alone, or not in the download.
CASES = [
    ("canvas", "canvas", COUNT - 2),
    ("canvas, in a folder", "canvas", COUNT - 2),
    ("canvas", "grader report", 1),
    ("moodle", "worksheet", COUNT - 2),
    ("moodle 4.1", "worksheet", COUNT - 2),
    ("moodle, flat", "worksheet", COUNT - 2),
    ("moodle, by group", "worksheet", COUNT - 2),
    ("moodle, blind", "worksheet", COUNT - 2),
    ("moodle, blind, flat", "worksheet", COUNT - 2),
    ("finder", "worksheet", COUNT - 2),
    ("finder", "grader report", 1),
    ("moodle", "grader report", 1),
    ("moodle, by group", "grader report", 1),
    ("moodle, blind", "grader report", 0),
    ("moodle", "canvas", 0),
    ("blackboard", "blackboard", COUNT - 2),
    ("brightspace", "brightspace", 1),
    ("brightspace, flat", "brightspace", 1),
    ("folders", "blackboard", COUNT - 2),
    ("folders", "canvas", COUNT - 2),
]
POINTS = {f"# {index}\n".encode(): round(10 + index * 0.25, 2) for index in range(COUNT)}


@pytest.mark.parametrize(("form", "roster", "least"), CASES)
def test_every_grade_is_in_the_right_row_or_there_is_a_note(form, roster, least, people, tmp_path):
    pack(tmp_path / "class.zip", people[2:], form)
    (tmp_path / "roster.csv").write_bytes(ROSTERS[roster](people).encode())
    found = submissions.find([tmp_path / "class.zip"], [EXERCISE])
    assert len(found.submissions) + len(found.missing) == COUNT - 2
    kept = records.Records(tmp_path)
    for each in found.submissions:
        content, reason = each.read()
        assert not reason
        keep(kept, each.student, content=content, number=each.number, points=POINTS[content])
    read = rosters.read_roster(tmp_path / "roster.csv")
    paths, notes = grades.write(kept, tmp_path, [EXERCISE], read, found.missing)
    filled = [row for row in rows(paths[1], read.delimiter) if not rosters.is_maximum(row)]
    (column,) = COLUMNS & filled[0].keys()
    scale = 1 if roster == "grader report" else 0.4
    right, told = 0, " ".join(notes)
    assert len(filled) == len(people)
    for person, row in zip(people, filled, strict=True):
        assert row.get(f"Quiz: {EXERCISE} (Real)", "77") == "77"
        if row[column] in ("", "-"):
            names = person.sortable, person.full, person.login, str(person.participant), moodle_name(person)
            assert any(name in told for name in names), person.full
        else:
            assert float(row[column]) == pytest.approx(person.points * scale, abs=0.0051), (person.full, row)
            assert person.index > 1
            right += 1
    assert right >= least
    assert right <= COUNT - 2


BY_NAME = [
    ("moodle", "grader report"),
    ("finder", "grader report"),
    ("moodle, by group", "grader report"),
    ("brightspace", "brightspace"),
]


@pytest.mark.parametrize(("form", "roster"), BY_NAME)
def test_by_names_alone_all_are_found_but_namesakes(form, roster, people, tmp_path):
    pack(tmp_path / "class.zip", people, form)
    (tmp_path / "roster.csv").write_bytes(ROSTERS[roster](people).encode())
    read = rosters.read_roster(tmp_path / "roster.csv")
    written = Counter(rosters.words(name) for p in people for name in {p.full, f"{p.last} {p.first}".strip()})
    owners = {person.content: person for person in people}
    for each in submissions.find([tmp_path / "class.zip"], [EXERCISE]).submissions:
        row, person = read.find(each.student, each.number), owners[each.read()[0]]
        is_alone = max(written[rosters.words(name)] for name in (person.full, person.sortable)) == 1
        if row is None:
            assert not is_alone or person.full == "Bomb"  # which may be "Bom, B", as Canvas writes it
        else:
            found = row["OrgDefinedId"].strip("#") if roster == "brightspace" else row["ID number"]
            assert found == str(person.canvas), person.full


def test_reports_go_back_to_moodle_by_participants_numbers(people, tmp_path):
    few = people[:6]
    pack(tmp_path / "class.zip", few, "moodle")
    found = submissions.find([tmp_path / "class.zip"], [EXERCISE])
    kept = records.Records(tmp_path / "out")
    for each in found.submissions[1:]:
        keep(kept, each.student, content=each.read()[0], number=each.number)
        page = kept.folder / "reports" / EXERCISE / f"{kept.path(each.student, EXERCISE).stem}.html"
        page.parent.mkdir(parents=True, exist_ok=True)
        page.write_bytes(each.read()[0])
    path, count = feedback.write(found.submissions, kept, tmp_path)
    assert count == 5
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            # As Moodle reads it: what stands between "_".
            _, number, kind, plugin, _ = name.split("/")[0].split("_", 4)
            assert (kind, plugin) == ("assignsubmission", "file")
            person = next(p for p in few if p.content == archive.read(name))
            assert int(number) == person.participant
    assert not list(tmp_path.glob(".*"))
