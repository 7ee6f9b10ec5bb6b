"""The page about a class."""

import base64
import html
import io
import json
import re
from dataclasses import replace

import numpy as np
import pytest
from PIL import Image

from checker.exercises import by_name, exercises, rubric
from checker.grading import class_page, records
from checker.outcomes import FAIL, PASS, TODO, WAIT
from checker.report import pictures
from tests.support.graded_class import CHECKS, SECOND
from tests.support.records import CONTENT, EXERCISE, keep, verdict


@pytest.fixture
def some(tmp_path):
    kept = records.Records(tmp_path)
    for number in range(5):
        keep(kept, f"<b>learner</b> {number}", points=20 * number, hides=["ctypes, line 3"] * (number == 2))
    keep(kept, "unlucky", broke="out of disk")
    return kept


def test_the_class_page_tells_and_stands_alone(some, tmp_path):
    class_page.write(some, tmp_path / "class.html", [EXERCISE, exercises()[1].name])
    page = (tmp_path / "class.html").read_text("utf-8")
    assert "<b>learner" not in page
    assert "&lt;b&gt;learner&lt;/b&gt; 2" in page
    assert "ctypes, line 3" in page
    assert "6 handed in, 0 with all points, median 40 of 100; 1 not graded" in page
    assert "out of disk" in page
    assert not re.search(r"(src|href)=|https?://|<script", page)


def test_the_class_page_leaves_names_out(some, tmp_path):
    class_page.write(some, tmp_path / "class.html", [EXERCISE], anonymous=True)
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


def keep_pictures(kept, student, **found):
    """Keep a record with these images, uint8 arrays."""
    texts = {name: pictures.encode(image) for name, image in found.items()}
    made = verdict(points=0)
    made = replace(made, report=replace(made.report, pictures={EXERCISE: texts}), seed=kept.seed(EXERCISE, CONTENT))
    kept.write(records.Record.of(student, EXERCISE, CONTENT, made))


def album(kept, tmp_path, **options):
    """The images that the page shows: `{name below it: array}`."""
    class_page.write(kept, tmp_path / "class.html", [EXERCISE], **options)
    found = re.findall(
        r'<img src="data:image/png;base64,([^"]+)"[^>]*><span class="small">([^<]*)<',
        (tmp_path / "class.html").read_text("utf-8"),
    )
    return {name: np.asarray(Image.open(io.BytesIO(base64.b64decode(text)))) for text, name in found}


def test_the_page_shows_the_image_of_each_that_checks_kept_and_the_check_file_names(tmp_path, monkeypatch):
    red, grey = np.full((32, 32, 3), (200, 10, 10), "uint8"), np.full((28, 28), 77, "uint8")
    kept = records.Records(tmp_path)
    keep_pictures(kept, "<i>ann</i>", best=red, worst=grey)
    keep_pictures(kept, "bob", best=grey)
    keep(kept, "cat")
    assert album(kept, tmp_path) == {}
    monkeypatch.setitem(by_name(EXERCISE).facts, "PICTURES", {"best": "the best of 64"})
    found = album(kept, tmp_path)
    assert set(found) == {"&lt;i&gt;ann&lt;/i&gt;", "bob"}
    assert np.array_equal(found["&lt;i&gt;ann&lt;/i&gt;"], red)
    assert np.array_equal(found["bob"], grey)
    assert all(name.startswith("learner ") for name in album(kept, tmp_path, anonymous=True))


@pytest.mark.parametrize("text", ['" onerror="alert(1)', "", "A" * 1_000_000, 7, "https://example.org/x.png", None])
def test_what_is_no_image_that_was_kept_is_never_shown(text, tmp_path, monkeypatch):
    monkeypatch.setitem(by_name(EXERCISE).facts, "PICTURES", {"best": "the best of 64"})
    kept = records.Records(tmp_path)
    keep_pictures(kept, "ann", best=np.zeros((4, 4), "uint8"))
    path = kept.path("ann", EXERCISE)
    content = json.loads(path.read_text("utf-8"))
    content["report"]["extra_data"]["pictures"][EXERCISE]["best"] = text
    path.write_text(json.dumps(content), "utf-8")
    assert album(kept, tmp_path) == {}
    assert kept.unreadable() == [path]


@pytest.mark.parametrize("image", [np.zeros((4, 4)), np.zeros((4, 4, 2), "uint8"), np.zeros((129, 4), "uint8")])
def test_an_image_that_cannot_be_kept_is_refused(image):
    with pytest.raises(ValueError, match="expected uint8"):
        pictures.encode(image)


@pytest.mark.parametrize("exercise", exercises(), ids=lambda exercise: exercise.name)
def test_what_a_check_file_says_of_pictures_can_be_shown(exercise):
    for name, told in exercise.facts.get("PICTURES", {}).items():
        assert name.isidentifier()
        assert isinstance(told, str)


def shown(a_class):
    """The text of the page, without its style."""
    page = re.sub(r"(?s)<style>.*?</style>", "", (a_class.out / "class.html").read_text("utf-8"))
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page)).split())


def keep_outcomes(kept, student, *outcomes, hint="", figures=None, seconds=None):
    """Keep a record whose first checks came to these outcomes, and all others to a pass."""
    made = verdict()
    outcomes += (PASS,) * (len(made.report.tests) - len(outcomes))
    tests = [
        replace(test, outcome=outcome, hint=hint if outcome == FAIL else "", output="", seconds=seconds)
        for test, outcome in zip(made.report.tests, outcomes, strict=True)
    ]
    report = replace(made.report, tests=tests, figures=figures or {})
    kept.write(records.Record.of(student, EXERCISE, CONTENT, replace(made, report=report)))


def test_a_check_s_rate_is_of_those_who_reached_it(tmp_path):
    kept = records.Records(tmp_path)
    keep_outcomes(kept, "ann", PASS)
    keep_outcomes(kept, "bob", FAIL)
    keep_outcomes(kept, "cat", TODO)
    for student in ("dan", "eve", "fay"):
        keep_outcomes(kept, student, WAIT)
    class_page.write(kept, tmp_path / "class.html", [EXERCISE])
    page = (tmp_path / "class.html").read_text("utf-8")
    first, second = re.findall(r"(\d+) of (\d+) passed", page)[:2]
    assert first == ("1", "3")
    assert second == ("6", "6")
    assert "3 did not reach it" in page
    assert re.findall(r'<td class="number">(\d+) %</td>', page)[:2] == ["33", "100"]


def test_how_long_a_check_took_is_told_of_those_who_reached_it(tmp_path):
    kept = records.Records(tmp_path)
    for student, outcome, seconds in [("ann", PASS, 2), ("bob", FAIL, 4), ("cat", PASS, 31.5), ("dan", WAIT, 99)]:
        keep_outcomes(kept, student, outcome, seconds=seconds)
    keep_outcomes(kept, "eve", PASS)  # of a version that did not write it down
    class_page.write(kept, tmp_path / "class.html", [EXERCISE])
    page = (tmp_path / "class.html").read_text("utf-8")
    assert "Half took 4.0 s or less, the slowest 31.5 s (cat)" in page
    class_page.write(kept, tmp_path / "class.html", [EXERCISE], anonymous=True)
    assert "(cat)" not in (tmp_path / "class.html").read_text("utf-8")


def test_a_misconception_is_counted_over_all_checks_and_names_who_has_it(tmp_path):
    kept = records.Records(tmp_path / "hints")
    keep_outcomes(kept, "ann", FAIL, FAIL, hint="Labels and logits are swapped in 3 lines.")
    keep_outcomes(kept, "bob", PASS, FAIL, hint="Labels and logits are swapped in 12 lines.")
    keep_outcomes(kept, "cat", FAIL, hint="Another hint.")
    class_page.write(kept, tmp_path / "class.html", [EXERCISE])
    table = re.search(
        r"(?s)The mistakes made most</h3>\s*<table>(.*?)</table>", (tmp_path / "class.html").read_text("utf-8")
    )
    first, second = [
        " ".join(re.sub(r"<[^>]+>", " ", row).split()) for row in re.findall(r"(?s)<tr>(.*?)</tr>", table[1])[1:]
    ]
    checks = [check.name for check in rubric(by_name(EXERCISE))][:2]
    assert re.match(r"2 .* Labels and logits are swapped in \d+ lines\. in .* who ann, bob$", first)
    assert f"in {', '.join(checks)} who" in first
    assert re.match(rf"1 .* Another hint\. in {checks[0]} who cat$", second)


OWN = "\n".join(f"def own_{n}(images):\n    value_{n} = images * {n}\n    return value_{n} + {n}" for n in range(20))


def test_answers_that_are_alike_stand_side_by_side(a_class):
    a_class.hand_in("ann", more=OWN)
    a_class.hand_in("bob", more=OWN.replace("own_19", "his_19"))
    a_class.hand_in("cat", more=OWN.replace("own", "her").replace("value", "number"))
    a_class.grade("--no-train")
    text = shown(a_class)
    assert "ann beside bob" in text
    assert "cat beside" not in text
    assert text.count("def own_19(images):") == 1
    assert text.count("def his_19(images):") == 1
    page = (a_class.out / "class.html").read_text("utf-8")
    row = next(line for line in page.splitlines() if "his_19" in line)
    assert 'class="other"' in row
    assert "own_19" in row
    (a_class.folder / "submitted" / "bob" / f"{EXERCISE}.py").unlink()
    a_class.grade("--no-train")
    assert "beside bob" not in shown(a_class)  # of an earlier run: its text is not at hand
    assert "bob †" in shown(a_class)


def test_an_anonymous_page_names_nobody_in_any_of_its_parts(a_class):
    a_class.hand_in("annabel", more=OWN)
    a_class.hand_in("benedict", more=OWN + "\n# hides")
    a_class.hand_in("caroline", more="# breaks: out of disk")
    a_class.write("overrides.csv", f"student,exercise,points,reason\nannabel,{EXERCISE},80,annabel spoke\n")
    a_class.grade(ok=3)
    a_class.change_checker(SECOND, CHECKS[0])
    a_class.grade("--anonymous", ok=3)
    text = shown(a_class)
    assert "New grades wait" in text
    assert "To look at" in text
    assert not re.findall("annabel|benedict|caroline", (a_class.out / "class.html").read_text("utf-8"))


@pytest.mark.parametrize(
    "change",
    [
        lambda content: content["report"]["extra_data"].update(figures={EXERCISE: {"accuracy": float("nan")}}),
        lambda content: content["report"]["extra_data"].update(
            figures={}, files={}, versions={}, started="", seconds=0
        ),
        lambda content: content["report"].update(tests=[], score=0),
        lambda content: content["report"].update(tests=content["report"]["tests"][:1], score=100),
        lambda content: [test["extra_data"].update(check="gone") for test in content["report"]["tests"]],
        lambda content: content.update(fingerprints=[], hides=[], machine={}),
        lambda content: content.update(exercise="gone"),
        lambda content: content.update(student="\ud800"),
        lambda content: (
            content["report"]["tests"][0].update(max_score=-5, score=-5) or content["report"].update(score=-5)
        ),
    ],
)
def test_a_report_of_another_form_breaks_neither_page_nor_tables(change, a_class):
    a_class.hand_in("ann")
    kept = a_class.kept()
    keep(kept, "bob")
    path = kept.path("bob", EXERCISE)
    content = json.loads(path.read_text("utf-8"))
    change(content)
    path.write_text(json.dumps(content), "utf-8")
    a_class.grade("--no-train")
    assert "ann" in (a_class.out / "grades.csv").read_text("utf-8")
    assert "By check" in shown(a_class)


def test_a_figure_that_its_format_does_not_fit_is_shown_as_it_is(tmp_path, monkeypatch):
    monkeypatch.setitem(by_name(EXERCISE).facts, "FIGURES", {"steps": "{:d}"})
    kept = records.Records(tmp_path)
    keep_figures(kept, "ann", steps=3)
    keep_figures(kept, "bob", steps=3.5)
    assert [line[2] for line in scoreboard(kept, tmp_path)[1:]] == ["3.5", "3"]
