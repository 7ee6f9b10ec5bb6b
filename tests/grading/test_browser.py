"""The whole loop in a real browser: a learner fetches and submits in JupyterLab, an instructor grades in the formgrader."""

import csv
import os
import shutil
from pathlib import Path

import nbformat
import pytest

from checker.exercises import rubric
from checker.grading.nbgrader import course
from tests.conftest import need_confinement
from tests.support.answers import compose, some_exercise
from tests.support.browser import SECONDS, TOKEN, lab
from tests.support.classroom import graded_cells
from tests.support.classroom import in_a_test as nbgrader

pytestmark = pytest.mark.slow

EXERCISE = some_exercise()
NAME = EXERCISE.name
COMMENT = "Where does this come from?"


@pytest.fixture
def page(browser):
    page = browser.new_page(viewport={"width": 1400, "height": 900})
    page.set_default_timeout(1000 * SECONDS)
    yield page
    page.close()


@pytest.mark.confinement
def test_a_learner_submits_and_an_instructor_grades(page, tmp_path, monkeypatch):
    need_confinement()
    pictures = Path(os.environ.get("SCREENSHOTS", tmp_path))
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    exchange, home, desk, made = (tmp_path / name for name in ("exchange", "home", "desk", "course"))
    for folder in (exchange, home, desk):
        folder.mkdir()
    exchange.chmod(0o777)
    course.build(made, exchange=exchange)
    nbgrader(made, "generate_assignment", NAME)
    nbgrader(made, "release_assignment", NAME)
    shutil.copyfile(made / "learners" / "nbgrader_config.py", desk / "nbgrader_config.py")

    with lab(desk, home) as address:
        page.goto(f"{address}/lab?token={TOKEN}")
        page.get_by_role("menuitem", name="Nbgrader").click()
        page.get_by_role("menuitem", name="Assignment List").click()
        page.locator("#released_assignments_list").get_by_role("button", name="Fetch").click()
        submit = page.locator("#fetched_assignments_list").get_by_role("button", name="Submit")
        submit.wait_for()
        write_answers(desk / NAME)
        submit.click()
        page.locator("#submitted_assignments_list .list_item").first.wait_for()
        page.screenshot(path=pictures / "submitted.png")

    with lab(made, home) as address:
        page.goto(f"{address}/formgrader/manage_assignments?token={TOKEN}")
        page.locator("td.collect a, td.num-submissions ~ td a").first.wait_for()
        page.locator(".collect a").first.click()
        page.locator("#success-modal").get_by_text("Successfully").first.wait_for()
        page.goto(f"{address}/formgrader/manage_submissions/{NAME}")
        page.locator("td.autograde a").first.click()
        page.get_by_text("Successfully autograded").wait_for()
        page.screenshot(path=pictures / "autograded.png")
        page.goto(f"{address}/formgrader/gradebook/{NAME}/{NAME}")
        page.locator("td.name a.name-hidden").first.click()
        first = rubric(EXERCISE)[0]
        # What is typed before marks are there is lost.
        page.locator(f'input#{first.name}[placeholder="{first.points}"]').wait_for()
        score = page.locator("input#question-1")
        score.fill("7")
        score.press("Tab")
        comment = page.locator("textarea#question-1-comment")
        comment.fill(COMMENT)
        comment.press("Tab")
        comment.scroll_into_view_if_needed()
        page.wait_for_timeout(1500)  # it is saved as one leaves the field, and tells so in passing
        page.screenshot(path=pictures / "graded.png")
        page.goto(f"{address}/formgrader/manage_submissions/{NAME}")
        page.locator("td.generate-feedback a").first.click()
        page.locator("#success-modal").get_by_text("Successfully").first.wait_for()

    released = graded_cells(nbformat.read(made / "release" / NAME / f"{NAME}.ipynb", as_version=4))
    most = 100 + 10 * sum(name.startswith("question-") for name in released)
    nbgrader(made, "export")
    with open(made / "grades.csv", newline="") as file:
        (row,) = csv.DictReader(file)
    assert (float(row["score"]), float(row["max_score"])) == (107, most)
    (feedback,) = (made / "feedback").rglob(f"{NAME}.html")
    assert COMMENT in feedback.read_text("utf-8")
    page.goto(feedback.as_uri())
    page.screenshot(path=pictures / "feedback.png")
    assert page.get_by_text(COMMENT).is_visible()
    assert page.get_by_text(f"107.0 / {most:.1f}").first.is_visible()


def write_answers(folder):
    """What a learner does in between: the code, and an answer to the first question."""
    (folder / f"{NAME}.py").write_text(compose(NAME), encoding="utf-8")
    book = nbformat.read(folder / f"{NAME}.ipynb", as_version=4)
    (cell,) = [each for each in book.cells if each.metadata.get("nbgrader", {}).get("grade_id") == "question-1"]
    cell.source = "It is so, since all are equally likely."
    nbformat.write(book, folder / f"{NAME}.ipynb")
