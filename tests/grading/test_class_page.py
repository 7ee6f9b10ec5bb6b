"""The page about a class."""

import re

import pytest

from checker.grading import class_page, records
from tests.support.records import keep


@pytest.fixture
def a_class(tmp_path):
    kept = records.Records(tmp_path)
    for number in range(5):
        keep(kept, f"<b>learner</b> {number}", points=20 * number, hides=["ctypes, line 3"] * (number == 2))
    keep(kept, "unlucky", broke="out of disk")
    return kept


def test_the_class_page_tells_and_stands_alone(a_class, tmp_path):
    class_page.write(a_class, tmp_path / "class.html", ["mnist", "cnn"])
    page = (tmp_path / "class.html").read_text("utf-8")
    assert "<b>learner" not in page
    assert "&lt;b&gt;learner&lt;/b&gt; 2" in page
    assert "ctypes, line 3" in page
    assert "6 handed in, 0 with all points, median 40 of 100; 1 not graded" in page
    assert "out of disk" in page
    assert not re.search(r"(src|href)=|https?://|<script", page)


def test_the_class_page_leaves_names_out(a_class, tmp_path):
    class_page.write(a_class, tmp_path / "class.html", ["mnist"], anonymous=True)
    page = (tmp_path / "class.html").read_text("utf-8")
    assert "unlucky" not in page
    assert "&lt;b&gt;" not in page
    assert re.search(r"learner [1-6]\b", page)
