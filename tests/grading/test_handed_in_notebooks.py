"""Notebooks as learners hand them in to nbgrader: read as far as they can be, and harmless on the pages made of them."""

import copy
import json
import logging
import os
from types import SimpleNamespace

import nbformat
import pytest

from checker.exercises import exercises
from checker.grading.nbgrader.assignment import graded
from checker.grading.nbgrader.pages import markdown
from checker.grading.nbgrader.submitted import matching, restore

NAME = exercises()[0].name


@pytest.fixture(scope="module")
def released():
    """The notebook that learners get, with an answer of theirs in the place of each key."""
    return json.loads(graded(exercises()[0]))


@pytest.fixture
def course(tmp_path, released):
    """A course as `restore` knows one: with a released notebook, and `hand_in(student, text)`."""
    folder = tmp_path / "course [2026]"

    def place(step, student, assignment):
        return str(folder / step / student / assignment)

    def hand_in(student, text):
        path = folder / "submitted" / student / NAME / f"{NAME}.ipynb"
        path.parent.mkdir(parents=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    out = folder / "release" / NAME / f"{NAME}.ipynb"
    out.parent.mkdir(parents=True)
    out.write_text(json.dumps(released), encoding="utf-8")
    return SimpleNamespace(
        format_path=place, submitted_directory="submitted", release_directory="release", student_id="*",
        assignment_id=NAME, hand_in=hand_in,
    )  # fmt: skip


def code(book):
    return next(cell for cell in book["cells"] if cell["cell_type"] == "code")


def text(book):
    return next(cell for cell in book["cells"] if cell["cell_type"] == "markdown")


RESULT = {"output_type": "execute_result", "data": {"text/plain": "1"}, "metadata": {}}
CHANGES = {
    "ids in a notebook that says 4.4": lambda book: book.update(nbformat_minor=4),
    "a minor version of the future": lambda book: (book.update(nbformat_minor=99), code(book).update(news=1)),
    "no display name": lambda book: book["metadata"].update(kernelspec={"name": "python3"}),
    "no name of a kernel": lambda book: book["metadata"].update(kernelspec={"display_name": "Python"}),
    "no metadata": lambda book: book.pop("metadata"),
    "metadata that is none": lambda book: book.update(metadata=[]),
    "a result without a count": lambda book: code(book).update(outputs=[RESULT]),
    "no count": lambda book: code(book).pop("execution_count"),
    "a count that is text": lambda book: code(book).update(execution_count="<script>alert(1)</script>"),
    "no outputs": lambda book: code(book).pop("outputs"),
    "text with outputs": lambda book: text(book).update(outputs=[], execution_count=None),
    "another key": lambda book: code(book).update(executionInfo={}),
    "a tag twice": lambda book: code(book)["metadata"].update(tags=["a", "a"]),
    "an id twice": lambda book: code(book).update(id=text(book)["id"]),
    "an id of strange characters": lambda book: code(book).update(id='"><script>'),
    "no metadata of a cell": lambda book: code(book).pop("metadata"),
    "sources as text": lambda book: [cell.update(source="".join(cell["source"])) for cell in book["cells"]],
    "attachments that are none": lambda book: text(book).update(attachments={"a.png": 3}),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_written_answers_survive_what_a_validator_refuses(change, course, released):
    book = copy.deepcopy(released)
    questions = [cell for cell in book["cells"] if cell["metadata"].get("nbgrader", {}).get("solution")]
    for number, cell in enumerate(questions):
        cell["source"] = f"my answer {number}"
    change(book)
    path = course.hand_in("ann[1]", json.dumps(book))
    restore(course, logging.getLogger())
    found = nbformat.read(path, as_version=4)
    nbformat.validate(found)
    about = {cell.metadata.get("nbgrader", {}).get("grade_id"): cell.source for cell in found.cells}
    assert len(questions) > 1
    assert [about[f"question-{n + 1}"] for n in range(len(questions))] == [
        f"my answer {n}" for n in range(len(questions))
    ]
    kept = path.with_name(f"{path.name}.as-handed-in")
    assert not kept.exists() or json.loads(kept.read_text("utf-8")) == book


def test_a_byte_order_mark_costs_no_answer(course, released):
    book = copy.deepcopy(released)
    text(book)["source"] = "mine"
    path = course.hand_in("bom", json.dumps(book).encode("utf-8-sig"))
    restore(course, logging.getLogger())
    assert nbformat.read(path, as_version=4).cells[0].source == "mine"


@pytest.mark.parametrize(
    "content", ["{ no notebook", "[]", '{"cells": 3}', '{"cells": [{"source": "x"}]}', b"\xff\xfe"]
)
def test_what_has_no_cells_to_be_had_is_replaced_and_kept(content, course, released):
    path = course.hand_in("ann", content)
    restore(course, logging.getLogger())
    assert json.loads(path.read_text("utf-8")) == released
    kept = path.with_name(f"{path.name}.unreadable").read_bytes()
    assert kept == (content if isinstance(content, bytes) else content.encode())


def test_names_with_characters_of_patterns_mean_just_themselves(tmp_path):
    for name in ("ann[1]", "b?b", "a", "bob"):
        (tmp_path / "kurs [x]*" / name / "out").mkdir(parents=True)
    inside = os.path.join(tmp_path, "kurs [x]*")
    assert matching(os.path.join(inside, "ann[1]", "out")) == [os.path.join(inside, "ann[1]", "out")]
    assert matching(os.path.join(inside, "b?b", "out")) == [os.path.join(inside, "b?b", "out")]
    assert len(matching(os.path.join(inside, "*", "out"))) == 4
    assert matching(os.path.join(inside, "nobody", "out")) == []


ACTS = [
    "[x](javascript:alert(1))", "[x](JaVaScRiPt:alert(1))", "[x](&#106;avascript:alert(1))", "<javascript:alert(1)>",
    "[x][1]\n\n[1]: javascript:alert(1)", "[x](vbscript:x)", "[x](data:text/html;base64,PHNj)", "[x](file:///etc/passwd)",
    "![x](javascript:alert(1))", "![x](data:image/svg+xml;base64,PHN2)", "# <b onmouseover=alert(1)>head</b>",
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "<form action=//x><input></form>", "<iframe src=//x>",
    "<p style='position:fixed'>x</p>", "\\begin{a}<script>alert(1)</script>\\end{a}", "<svg onload=alert(1)>",
]  # fmt: skip


@pytest.mark.parametrize("source", ACTS)
def test_nothing_that_is_written_acts_on_a_page(source):
    from bs4 import BeautifulSoup

    page = BeautifulSoup(markdown({}, source), "html.parser")
    for each in page.find_all(True):
        assert each.name not in ("script", "iframe", "form", "input", "svg", "object", "style")
        assert not [name for name in each.attrs if name.startswith("on") or name == "style"]
        for name in ("href", "src"):
            scheme, colon, _ = each.attrs.get(name, "").partition(":")
            assert not colon or scheme in ("http", "https", "mailto")


def test_what_is_harmless_stays():
    picture = {"cell": {"attachments": {"a.png": {"image/png": "iVBORw0KGgo="}}}}
    found = markdown(picture, "![seen](attachment:a.png) and $a < b$, `x<y`, **bold**, [page](https://example.org/a?b)")
    assert 'src="data:image/png;base64,iVBORw0KGgo="' in found
    assert "$a &lt; b$" in found
    assert "<code>x&lt;y</code>" in found
    assert "<strong>bold</strong>" in found
    assert 'href="https://example.org/a?b"' in found
    assert "<td" in markdown({}, "|a|b|\n|:-:|-:|\n|1|2|")


def test_a_picture_that_is_not_attached_costs_nobody_the_page():
    assert "my words" in markdown({}, "my words ![x](attachment:none.png) <script>")
    assert "<script>" not in markdown({}, "my words ![x](attachment:none.png) <script>")
