"""The glossary: lessons point to words that are in it, and its folder is also where learners open their notebooks."""

import re

import pytest

from checker.exercises import exercises, glossary, learners_glossary
from checker.materials import lessons
from checker.materials.glossary import edited, make

EACH = pytest.mark.parametrize("exercise", exercises(), ids=lambda exercise: exercise.name)
LINK = re.compile(r"\]\(glossary\.md(#[^)]*)?\)")
SENTENCES = 3


@pytest.fixture(scope="module")
def words():
    """`{word: explanation}`."""
    _, *parts = re.split(r"^## (.+)\n", glossary().read_text("utf-8"), flags=re.MULTILINE)
    return dict(zip(parts[::2], map(str.strip, parts[1::2]), strict=True))


def anchor(word):
    """What a heading is called in a link, by GitHub, VS Code and JupyterLab."""
    return "#" + word.replace(" ", "-")


@EACH
def test_lessons_link_words_that_are_explained_and_each_word_once(exercise, words):
    links = LINK.findall(exercise.lesson.read_text("utf-8"))
    assert set(links) <= {"", *map(anchor, words)}
    assert [link for link in set(links) if link and links.count(link) > 1] == []


@EACH
def test_hints_which_are_read_in_a_terminal_have_no_links(exercise):
    for function in lessons.sections(exercise):
        assert not [hint for hint in lessons.hints(exercise, function) if "](" in hint]


def test_words_are_in_order_and_in_small_letters_and_explained_in_a_few_sentences(words):
    assert list(words) == sorted(words)
    for word, explanation in words.items():
        assert word == word.lower()  # JupyterLab keeps capital letters in links, GitHub does not
        assert 1 <= len(re.findall(r"[.?](?=\s|$)", explanation)) <= SENTENCES + 1, word
        assert len(explanation.split()) <= 60, word


def test_the_glossary_lies_beside_the_notebooks_and_is_told_from_an_edited_one():
    text = learners_glossary().read_text("utf-8")
    assert text == make(glossary().read_text("utf-8"))
    assert not edited(text)
    assert edited(text.replace("weight", "wait", 1))
    assert edited("# Glossary")
