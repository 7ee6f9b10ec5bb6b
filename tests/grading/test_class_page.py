"""The page about a class."""

import re
from dataclasses import replace

import pytest

from checker.exercises import by_name, exercises
from checker.grading import class_page, records
from checker.outcomes import PASS
from tests.support.records import CONTENT, EXERCISE, keep, verdict


@pytest.fixture
def a_class(tmp_path):
    kept = records.Records(tmp_path)
    for number in range(5):
        keep(kept, f"<b>learner</b> {number}", points=20 * number, hides=["ctypes, line 3"] * (number == 2))
    keep(kept, "unlucky", broke="out of disk")
    return kept


def test_the_class_page_tells_and_stands_alone(a_class, tmp_path):
    class_page.write(a_class, tmp_path / "class.html", [EXERCISE, exercises()[1].name])
    page = (tmp_path / "class.html").read_text("utf-8")
    assert "<b>learner" not in page
    assert "&lt;b&gt;learner&lt;/b&gt; 2" in page
    assert "ctypes, line 3" in page
    assert "6 handed in, 0 with all points, median 40 of 100; 1 not graded" in page
    assert "out of disk" in page
    assert not re.search(r"(src|href)=|https?://|<script", page)


def test_the_class_page_leaves_names_out(a_class, tmp_path):
    class_page.write(a_class, tmp_path / "class.html", [EXERCISE], anonymous=True)
    page = (tmp_path / "class.html").read_text("utf-8")
    assert "unlucky" not in page
    assert "&lt;b&gt;" not in page
    assert re.search(r"learner [1-6]\b", page)


def scoreboard(kept, tmp_path):
    """The lines of the scoreboard, as lists of text; the head line first."""
    class_page.write(kept, tmp_path / "class.html", [EXERCISE])
    page = (tmp_path / "class.html").read_text("utf-8")
    table = re.search(r"(?s)<h3>Scoreboard</h3>\n<table>(.*?)</table>", page)
    return (
        [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", line) for line in table[1].split("</tr>") if "<tr>" in line]
        if table
        else []
    )


def keep_figures(kept, student, full=True, **figures):
    """Keep a record with these figures, of somebody who has all points, or not."""
    made = verdict()
    tests = [replace(test, outcome=PASS) for test in made.report.tests] if full else made.report.tests
    report = replace(made.report, tests=tests, figures={EXERCISE: figures})
    made = replace(made, report=report, seed=kept.seed(EXERCISE, CONTENT))
    kept.write(records.Record.of(student, EXERCISE, CONTENT, made))


@pytest.mark.parametrize(
    ("best", "order"), [("high", ["cat", "ann", "bob", "dan"]), ("low", ["bob", "ann", "cat", "dan"])]
)
def test_the_scoreboard_shows_and_ranks_by_what_the_check_file_names(best, order, tmp_path, monkeypatch):
    facts = by_name(EXERCISE).facts
    monkeypatch.setitem(facts, "FIGURES", {"distance": "{:.2f}", "model_parameters": "{:,}", "never_noted": "{}"})
    monkeypatch.setitem(facts, "BEST", best)
    kept = records.Records(tmp_path)
    keep_figures(kept, "ann", distance=0.5, model_parameters=12_345)
    keep_figures(kept, "bob", distance=0.25, other=3)
    keep_figures(kept, "cat", distance=0.75)
    keep_figures(kept, "dan", model_parameters=7)
    keep_figures(kept, "eve", full=False, distance=0.9)
    head, *lines = scoreboard(kept, tmp_path)
    assert head[2:] == ["distance", "model parameters"]
    assert [line[1] for line in lines] == order
    assert next(line[2:] for line in lines if line[1] == "ann") == ["0.50", "12,345"]
    assert next(line[2:] for line in lines if line[1] == "dan") == ["", "7"]


def test_without_figures_there_is_no_scoreboard(tmp_path, monkeypatch):
    facts = by_name(EXERCISE).facts
    monkeypatch.setitem(facts, "FIGURES", {"distance": "{:.2f}"})
    kept = records.Records(tmp_path)
    keep_figures(kept, "ann", distance=0.5)
    assert scoreboard(kept, tmp_path)
    monkeypatch.delitem(facts, "FIGURES")
    assert scoreboard(kept, tmp_path) == []


@pytest.mark.parametrize("exercise", exercises(), ids=lambda exercise: exercise.name)
def test_what_a_check_file_says_of_figures_can_be_used(exercise):
    for name, shown in exercise.facts.get("FIGURES", {}).items():
        assert name.isidentifier()
        assert "1" in shown.format(1)
        assert "1" in shown.format(1.0)
    assert exercise.facts.get("BEST", "high") in ("high", "low")
