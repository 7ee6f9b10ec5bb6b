"""A course in nbgrader, from building it to marks and feedback: graded by the confined checker, never by a kernel."""

import html
import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import nbformat
import pytest

from checker import cell
from checker.errors import UsageError
from checker.exercises import exercises, rubric
from checker.grading.nbgrader import course
from checker.materials.questions import ANSWER
from checker.materials.skeletons import BEGIN
from checker.outcomes import plain_text
from checker.run.session import run
from tests.conftest import need_confinement, python
from tests.support.answers import collected, compose, parts, plainly_wrong, some_exercise
from tests.support.classroom import graded_cells
from tests.support.classroom import in_a_test as nbgrader

NAMES = [exercise.name for exercise in exercises()]
EXERCISE = some_exercise()
NAME = EXERCISE.name
CODE, BOOK = f"{NAME}.py", f"{NAME}.ipynb"  # the two files of a submission
WHEATS = [wheat for wheat in collected("wheat", NAME) if not wheat.unreached and not wheat.says("slow")][::3][:3]
CHAFFS = [chaff for chaff in collected("chaff", NAME) if not chaff.says("slow")][::9][:3]


pytestmark = [pytest.mark.xdist_group("a course"), pytest.mark.slow]  # built and graded once, not in each process


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """A course with its exchange, and an exercise generated and released."""
    folder = tmp_path_factory.mktemp("class")
    (folder / "exchange").mkdir()
    (folder / "exchange").chmod(0o777)
    course.build(folder / "course", exchange=folder / "exchange")
    nbgrader(folder / "course", "generate_assignment", NAME)
    nbgrader(folder / "course", "release_assignment", NAME)
    return folder / "course"


def test_nothing_that_is_released_tells_an_answer(built):
    released = [path for path in (built / "release").rglob("*") if path.is_file()]
    assert {path.name for path in released} == {CODE, BOOK, "glossary.md"}
    for path in [*released, *(built / "source").rglob("*.py")]:
        text = path.read_text("utf-8")
        assert BEGIN not in text
        assert "Full marks" not in text
    assert "is yours to write" in (built / "release" / NAME / CODE).read_text("utf-8")
    cells = graded_cells(nbformat.read(built / "release" / NAME / BOOK, as_version=4))
    assert {each.source for name, each in cells.items() if name.startswith("question-")} == {ANSWER}


def test_a_course_is_never_built_over_something(built):
    before = {path: path.stat().st_mtime_ns for path in built.rglob("*")}
    with pytest.raises(UsageError, match="holds something already"):
        course.build(built)
    assert before == {path: path.stat().st_mtime_ns for path in built.rglob("*")}
    with pytest.raises(UsageError, match="letters"):
        course.build(built / "new", course_id="a/b")


@pytest.mark.parametrize(
    ("database", "told"),
    [
        ("nonsense", "cannot be reached"),
        ("mysql://ann:secret@nowhere/grades", r"The driver of mysql://ann:\*\*\*@nowhere/grades is missing"),
        ("sqlite:////nowhere/at/all/gradebook.db", "cannot be reached"),
    ],
)
def test_a_database_that_cannot_be_reached_is_told_at_once(database, told, tmp_path):
    with pytest.raises(UsageError, match=told) as found:
        course.build(tmp_path / "new", database=database)
    assert "secret" not in str(found.value)
    assert not (tmp_path / "new").exists()


def test_a_database_s_password_is_for_the_instructor_only(tmp_path):
    course.build(tmp_path / "new", database=f"sqlite:///{tmp_path / 'grades.db'}")
    assert (tmp_path / "new" / "nbgrader_config.py").stat().st_mode & 0o077 == 0


# How a submission differs: its .py, and what is done to its notebook.
RIGHT = compose(NAME)


def edited(book):
    """Each graded cell replaced by one that would pass, and would print on stderr."""
    for each in graded_cells(book).values():
        if each.cell_type == "code":
            each.source = "import sys; print('warning', file=sys.stderr)\n100.0"
            each.metadata.nbgrader["points"] = 1000
    return book


def deleted(book):
    book.cells = [each for each in book.cells if "nbgrader" not in each.metadata]
    return book


def duplicated(book):
    copies = [nbformat.from_dict(json.loads(json.dumps(each))) for each in book.cells if "nbgrader" in each.metadata]
    book.cells += copies
    return book


def malformed(book):
    """Metadata that nbgrader cannot read."""
    check = rubric(EXERCISE)[0].name
    for number, each in enumerate(graded_cells(book).values()):
        each.metadata["nbgrader"] = [5, "x", {"grade_id": {}}, {"grade": True, "grade_id": check}][number % 4]
    return book


def tampering(book):
    """A cell that would forge every mark inside a kernel, outputs that claim full marks, and a mark of our own."""
    book.cells.insert(
        0,
        nbformat.v4.new_code_cell(
            "import checker.cell; checker.cell.check = lambda *args: None; open('tampered', 'w').close()\n"
            "get_ipython().input_transformers_cleanup.append(lambda lines: ['1000.0'])"
        ),
    )
    for each in graded_cells(book).values():
        each.metadata["checker_broke"] = True
        if each.cell_type == "code":
            each.outputs = [nbformat.v4.new_output("execute_result", {"text/plain": "1000.0"}, execution_count=1)]
    return book


SCRIPTS = "<script>alert(1)</script> <img src=x onerror=alert(2)> a < b and `x<y`"


def scripted(book):
    """A page's own language in all that is shown: cells of each kind, their labels, what is attached, the title."""
    for kind in ("markdown", "raw"):
        book.cells.insert(
            0, nbformat.v4.new_markdown_cell(SCRIPTS) if kind == "markdown" else nbformat.v4.new_raw_cell(SCRIPTS)
        )
        book.cells[0].metadata.update({"tags": ['"><script>alert(3)</script>'], "raw_mimetype": "text/html"})
    book.cells[1].attachments = {"a.png": {"image/svg+xml": "<script>alert(4)</script>", "image/png": '"><script>'}}
    graded_cells(book)["question-1"].source = SCRIPTS
    acts = {
        "text/html": SCRIPTS,
        "image/svg+xml": SCRIPTS,
        "application/javascript": "alert(7)",
        "image/png": '"><script>',
    }
    outputs = [
        nbformat.v4.new_output("display_data", {kind: text}, metadata={kind: {"width": SCRIPTS}})
        for kind, text in acts.items()
    ]
    book.cells.insert(0, nbformat.v4.new_code_cell("1", outputs=outputs))
    book.metadata.update(
        {"title": "<script>alert(5)</script>", "widgets": {"a/b": {"state": "</script><script>alert(6)"}}}
    )
    return book


DOT = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5ErkJggg=="  # a grey pixel


def answered(book):
    """An answer in words, and a cell that shows an image, text and more."""
    graded_cells(book)["question-1"].source = "It is so, since all are equally likely."
    shown = nbformat.v4.new_output(
        "execute_result", {"image/png": DOT, "text/html": "<b>100 points</b>"}, execution_count=7
    )
    said = nbformat.v4.new_output("stream", text="full marks")
    book.cells.insert(1, nbformat.v4.new_code_cell("show(best)", execution_count=7, outputs=[said, shown]))
    return book


@pytest.fixture(scope="module")
def graded(built):
    """All kinds of submissions, autograded in one go: `{student: (score, {check: score}, the autograded notebook)}`."""
    need_confinement()
    skeleton = EXERCISE.skeleton.read_text("utf-8")
    released = built / "release" / NAME / BOOK
    kinds = {
        "right": (RIGHT, answered),
        "skeleton": (skeleton, None),
        "no-notebook": (RIGHT, "missing"),
        "broken-notebook": (RIGHT, "broken"),
        "no-file": (None, None),
        "exits": ("import os\nos._exit(0)\n", None),
        "edited": (skeleton, edited),
        "deleted": (RIGHT, deleted),
        "duplicated": (skeleton, duplicated),
        "tampering": (skeleton, tampering),
        "malformed": (RIGHT, malformed),
        "link": ("link", None),
        "device": ("device", None),
        "pipe": ("pipe", None),
        "comma, name": (RIGHT, None),
        "scripted": (skeleton, scripted),
        **{f"wheat-{wheat.path.stem}": (wheat.text, None) for wheat in WHEATS},
        **{f"chaff-{chaff.path.stem}": (chaff.text, None) for chaff in CHAFFS},
    }
    for student, (text, change) in kinds.items():
        folder = built / "submitted" / student / NAME
        folder.mkdir(parents=True)
        if text == "link":
            (folder / CODE).symlink_to(EXERCISE.solution)
        elif text == "device":
            (folder / CODE).symlink_to("/dev/zero")
        elif text == "pipe":
            os.mkfifo(folder / CODE)
        elif text is not None:
            (folder / CODE).write_text(text, encoding="utf-8")
        if change == "broken":
            (folder / BOOK).write_text("{ this is no notebook")
        elif change != "missing":
            book = nbformat.read(released, as_version=4)
            nbformat.write(change(book) if change else book, folder / BOOK)
    log = nbgrader(built, "autograde", NAME)
    assert "Traceback" not in log, log
    return {student: marks(built, student) for student in kinds}


def marks(built, student):
    from nbgrader.api import Gradebook

    with Gradebook(f"sqlite:///{built / 'gradebook.db'}") as gradebook:
        submission = gradebook.find_submission_notebook(NAME, NAME, student)
        scores = {grade.name: grade.auto_score for grade in submission.grades}
        manual = {grade.name for grade in submission.grades if grade.needs_manual_grade}
    book = nbformat.read(built / "autograded" / student / NAME / BOOK, as_version=4)
    return scores, manual, book


def words(page):
    """What a page says, in one line."""
    return " ".join(html.unescape(re.sub(r"(?s)<style.*?</style>|<[^>]+>", "", page)).split())


def points(scores):
    return sum(score or 0 for score in scores.values())


FULL = ["right", "no-notebook", "broken-notebook", "deleted", "malformed", "comma, name"]
FULL += [f"wheat-{wheat.path.stem}" for wheat in WHEATS]


@pytest.mark.confinement
@pytest.mark.parametrize("student", FULL)
def test_right_answers_get_all_points(student, graded):
    assert points(graded[student][0]) == 100


@pytest.mark.confinement
@pytest.mark.parametrize(
    "student", ["skeleton", "no-file", "exits", "edited", "duplicated", "tampering", "link", "device", "pipe"]
)
def test_what_is_wrong_gets_none(student, graded):
    scores, manual, _ = graded[student]
    assert points(scores) == 0
    assert not [name for name in manual if not name.startswith("question-")]


@pytest.mark.confinement
def test_of_what_cells_showed_the_images_stay_for_the_person_who_grades_and_nothing_else(graded):
    """Outputs of checks are not among these: they are verdicts of ours."""
    for student, kept in (("right", [{"image/png": DOT}]), ("scripted", []), ("tampering", [])):
        cells = [
            cell for cell in graded[student][2].cells if cell.cell_type == "code" and "nbgrader" not in cell.metadata
        ]
        assert [dict(output.data) for cell in cells for output in cell.outputs] == kept
        assert {cell.execution_count for cell in cells} == {None}


@pytest.mark.confinement
def test_no_kernel_ran(built, graded):
    assert not list(built.rglob("tampered"))


@pytest.mark.confinement
def test_marks_are_those_of_the_command_line(built, graded):
    for student in [f"chaff-{chaff.path.stem}" for chaff in CHAFFS] + [f"wheat-{WHEATS[0].path.stem}"]:
        path = built / "submitted" / student / NAME / CODE
        scores, _, book = graded[student]
        seed = book.metadata["workshop"][
            "seed"
        ]  # with other inputs, a wrong answer may pass or fail another check, too
        there = {result.check: float(result.score) for result in run([EXERCISE], file=path, seed=seed).results}
        assert {name: score for name, score in scores.items() if not name.startswith("question-")} == there
        if student.startswith("chaff"):
            assert points(scores) < 100


@pytest.mark.confinement
def test_written_answers_wait_for_a_person(graded):
    _, manual, _ = graded["right"]
    assert "question-1" in manual
    assert graded["right"][0]["question-1"] is None


@pytest.mark.confinement
def test_feedback_shows_our_report_and_no_hidden_answer(built, graded):
    nbgrader(built, "generate_feedback", NAME)
    page = (built / "feedback" / "skeleton" / NAME / f"{NAME}.html").read_text("utf-8")
    text = words(page)
    assert f"{NAME}.{parts(NAME)[0]} is yours to write" in text
    page = (built / "feedback" / "scripted" / NAME / f"{NAME}.html").read_text("utf-8")
    assert "a < b and x" in words(page)
    assert not re.findall(r"<script>\s*alert|onerror|<img src=x", page)
    assert "Traceback" not in text
    assert "Full marks" not in text
    page = (built / "feedback" / f"chaff-{CHAFFS[0].path.stem}" / NAME / f"{NAME}.html").read_text("utf-8")
    assert "expected" in page


@pytest.mark.confinement
def test_a_check_that_broke_waits_for_a_person(built, graded, tmp_path, monkeypatch):
    """Neither zero nor full marks: an error of the checker's is nobody's mark."""
    from nbgrader.api import Gradebook
    from nbgrader.converters import Autograde
    from traitlets.config import Config

    from checker.errors import CheckerError
    from checker.grading import judging
    from checker.grading.nbgrader import configuration

    def broken(*args, **kwargs):
        raise CheckerError("out of disk")

    monkeypatch.setattr(judging, "run", broken)
    folder = built / "submitted" / "unlucky" / NAME
    folder.mkdir(parents=True)
    (folder / CODE).write_text(RIGHT)
    shutil.copyfile(built / "release" / NAME / BOOK, folder / BOOK)
    from nbgrader.coursedir import CourseDirectory

    config = Config()
    config.CourseDirectory.root = str(built)
    config.CourseDirectory.db_url = f"sqlite:///{built / 'gradebook.db'}"
    config.CourseDirectory.assignment_id = NAME
    config.CourseDirectory.student_id = "unlucky"
    configuration.configure(config, NAMES)
    Autograde(coursedir=CourseDirectory(config=config), config=config).start()
    with Gradebook(config.CourseDirectory.db_url) as gradebook:
        grades = gradebook.find_submission_notebook(NAME, NAME, "unlucky").grades
        checks = [grade for grade in grades if not grade.name.startswith("question-")]
        assert all(grade.needs_manual_grade and grade.auto_score is None for grade in checks)


def test_fetch_submit_and_collect(built):
    """The exchange, with the configuration that learners get."""
    desk = built.parent / "desk"
    desk.mkdir()
    shutil.copyfile(built / "learners" / "nbgrader_config.py", desk / "nbgrader_config.py")
    nbgrader(desk, "fetch_assignment", NAME)
    assert {path.name for path in (desk / NAME).iterdir()} == {CODE, BOOK, "glossary.md"}
    (desk / NAME / CODE).write_text(RIGHT)
    nbgrader(desk, "submit", NAME)
    # What a learner may do who owns what was handed in: links in it are not followed as nbgrader collects.
    (inbound,) = (built.parent / "exchange").glob("*/inbound/*")
    (inbound / "marks.py").symlink_to(built / "gradebook.db")
    (inbound / "zero.py").symlink_to("/dev/zero")
    nbgrader(built, "collect", NAME)
    (taken,) = [path for path in (built / "submitted").rglob(CODE) if (path.parent / "timestamp.txt").exists()]
    assert taken.read_text("utf-8") == RIGHT
    assert not [path for path in taken.parent.iterdir() if path.name in ("marks.py", "zero.py")]


@pytest.mark.confinement
def test_a_class_that_is_graded_at_once_is_entered_into_the_gradebook(tmp_path):
    """From a zip file as Moodle packs it, to marks in nbgrader and feedback, with each submission judged once."""
    need_confinement()

    def grade(*handed_in, ok=0):
        handed_in = handed_in or ("moodle.zip", "--roster", "roster.csv")
        done = python("-m", "checker", "grade", *handed_in, "--course", "course", cwd=tmp_path, timeout=600)
        assert done.returncode == ok, done.stdout + done.stderr
        return done.stdout + done.stderr

    course.build(tmp_path / "course")
    wrong = plainly_wrong(NAME)
    with zipfile.ZipFile(tmp_path / "moodle.zip", "w") as archive:
        archive.writestr(f"Jane Doe_11_assignsubmission_file_/{CODE}", EXERCISE.skeleton.read_text("utf-8"))
        archive.writestr(f"Jörg Müller_12_assignsubmission_file_/{CODE}", wrong.text)
    (tmp_path / "roster.csv").write_text(f"Identifier,Full name,{NAME}\nParticipant 11,,\nParticipant 12,,\n", "utf-8")
    assert f"The course has no assignment {NAME} yet" in grade(ok=2)
    nbgrader(tmp_path / "course", "generate_assignment", NAME)
    assert "Entered into the gradebook: 2." in grade()
    with open(tmp_path / "course" / "grades" / "moodle.csv", encoding="utf-8") as file:
        exported = [line.strip().rpartition(",")[2] for line in file][1:]
    found = [marks(tmp_path / "course", student) for student in ("Jane Doe", "Jörg Müller")]
    assert [points(scores) for scores, _, _ in found] == list(map(float, exported))
    assert 0 == float(exported[0]) < float(exported[1]) < 100
    assert "Entered into the gradebook: 0." in grade()
    seeds = [book.metadata["workshop"]["seed"] for _, _, book in found]
    nbgrader(tmp_path / "course", "autograde", NAME, "--force")  # once more: the same record, the same marks
    again = [marks(tmp_path / "course", student) for student in ("Jane Doe", "Jörg Müller")]
    assert [points(scores) for scores, _, _ in again] == [points(scores) for scores, _, _ in found]
    assert [book.metadata["workshop"]["seed"] for _, _, book in again] == seeds
    nbgrader(tmp_path / "course", "generate_feedback", NAME)
    page = tmp_path / "course" / "feedback" / "Jörg Müller" / NAME / f"{NAME}.html"
    assert wrong.says("names") in words(page.read_text("utf-8"))
    # A link to a right answer is nobody's work, whoever hands it in; it is entered like what can be read.
    handed_in = tmp_path / "course" / "submitted" / "Eve" / NAME
    handed_in.mkdir(parents=True)
    (handed_in / CODE).symlink_to(EXERCISE.solution)
    assert "Entered into the gradebook: 1." in grade("course/submitted")
    assert points(marks(tmp_path / "course", "Eve")[0]) == 0


@pytest.mark.confinement
def test_the_guide_s_commands_work(root, tmp_path):
    """Every command of docs/guides/nbgrader.md, in its order, as one types them."""
    need_confinement()
    blocks = re.findall(
        r"^```sh\n(.*?)^```", (root / "docs" / "guides" / "nbgrader.md").read_text("utf-8"), re.M | re.S
    )
    assert len(blocks) == 3
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    script = "set -e\n" + "".join(blocks)
    name = re.search(r"(?m)^nbgrader generate_assignment (\w+)$", script)[1]
    environment = os.environ | {"PATH": path, "HOME": str(tmp_path)}
    done = subprocess.run(
        ["bash", "-c", script], cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=600
    )
    assert done.returncode == 0, done.stderr
    (line,) = (tmp_path / "my-course" / "grades.csv").read_text().splitlines()[1:]
    graded = graded_cells(nbformat.read(tmp_path / "my-course" / "release" / name / f"{name}.ipynb", as_version=4))
    questions = sum(each.startswith("question-") for each in graded)
    assert line.endswith(f"0.0,0.0,0.0,{100 + 10 * questions:.1f}")  # the skeleton, as it was fetched
    assert list((tmp_path / "my-course" / "feedback").rglob(f"{name}.html"))


def test_validate_gives_the_same_verdicts(built, tmp_path):
    """`nbgrader validate`, as JupyterLab's button runs it, in a kernel: silent cells, and our report where one fails."""
    folder = tmp_path / "desk"
    shutil.copytree(built / "release" / NAME, folder)
    shutil.copyfile(built / "learners" / "nbgrader_config.py", tmp_path / "nbgrader_config.py")
    book = nbformat.read(folder / BOOK, as_version=4)
    for name, each in graded_cells(book).items():
        if name.startswith("question-"):
            each.source = "An answer."
    # The lesson's own cells train for a while, and are not what is tested here.
    book.cells = [each for each in book.cells if each.cell_type != "code" or "nbgrader" in each.metadata]
    nbformat.write(book, folder / BOOK)
    (folder / CODE).write_text(RIGHT)
    said = nbgrader(tmp_path, "validate", f"desk/{BOOK}")
    assert "Success! Your notebook passes all the tests." in said
    wrong = plainly_wrong(NAME)
    (folder / CODE).write_text(wrong.text)
    there = run([EXERCISE], file=folder / CODE, seed=cell.SEED).results
    lost = [result for result in there if result.outcome != "pass"]
    said = nbgrader(tmp_path, "validate", f"desk/{BOOK}")
    assert f"VALIDATION FAILED ON {len(lost)} CELL(S)!" in said
    told = plain_text(there.find(NAME, wrong.says("fails")), there.learners[NAME])
    (expected,) = [line for line in told.splitlines() if line.startswith("expected  ")]
    assert expected[:70] in said  # nbgrader cuts long lines
    assert "Traceback" not in said
