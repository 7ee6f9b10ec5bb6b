"""The lessons' diagrams: drawn from their sources as these are now, legible on a narrow screen, and told in words."""

import re

import pytest
from PIL import Image

from checker.errors import UsageError
from checker.exercises import exercises
from checker.materials import diagrams
from tests.conftest import need_program

SOURCES = pytest.mark.parametrize("source", diagrams.sources(), ids=lambda source: source.stem)
WIDEST = 480  # points: on a screen of 390 pixels, letters are still 9 pixels high
SHOWN = re.compile(r"!\[([^\]]*)\]\(pictures/([\w-]+)\.svg\)")


@SOURCES
def test_a_diagram_is_of_its_source_and_its_letters_can_be_read_on_a_phone(source):
    assert not diagrams.is_old(source), "python -m checker sync"
    svg, png = diagrams.drawn(source)
    text = svg.read_text("utf-8")
    assert float(re.search(r'<svg[^>]* width="([\d.]+)pt"', text)[1]) <= WIDEST
    assert "white" in text or "#ffffff" in text, "on a dark page it needs a light ground"
    with Image.open(png) as image:
        assert image.width >= 450


def test_each_diagram_is_in_a_lesson_and_told_in_words():
    found = [match for each in exercises() for match in SHOWN.findall(each.lesson.read_text("utf-8"))]
    assert {source.stem for source in diagrams.sources()} == {name for _, name in found}
    assert [name for words, name in found if len(words.split()) < 8] == []


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A checkout with one source, and nothing drawn."""
    for name in ("docs/diagrams", "docs/lessons/pictures"):
        (tmp_path / name).mkdir(parents=True)
    monkeypatch.setattr(diagrams.exercises, "ROOT", tmp_path)
    monkeypatch.setattr(diagrams.exercises, "glossary", lambda: tmp_path / "docs/lessons/glossary.md")
    return tmp_path / "docs" / "diagrams"


def test_a_changed_source_makes_a_diagram_old_and_drawing_it_makes_it_new(folder):
    need_program("dot", "graphviz")
    source = folder / "two.dot"
    source.write_text("digraph two { a -> b }", "utf-8")
    assert diagrams.is_old(source)
    diagrams.draw(source)
    assert not diagrams.is_old(source)
    source.write_text("digraph two { a -> c }", "utf-8")
    assert diagrams.is_old(source)


def test_a_python_source_draws_by_matplotlib(folder):
    source = folder / "line.py"
    source.write_text(
        "from matplotlib.figure import Figure\n\ndef draw():\n    return Figure(figsize=(4, 3))\n", "utf-8"
    )
    diagrams.draw(source)
    assert not diagrams.is_old(source)
    source.write_text("def draw():\n    return None\n", "utf-8")
    with pytest.raises(UsageError, match="must return a Matplotlib figure"):
        diagrams.draw(source)


def test_without_graphviz_a_changed_source_is_an_error_that_says_what_to_install(folder, monkeypatch):
    (folder / "two.dot").write_text("digraph two { a -> b }", "utf-8")
    monkeypatch.setenv("PATH", "")
    with pytest.raises(UsageError, match="Graphviz is missing"):
        diagrams.draw(folder / "two.dot")
