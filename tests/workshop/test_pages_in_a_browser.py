"""Every page in a real browser: wide and narrow, light and dark, by keyboard, and while a run is under way."""

import itertools
import json
import os
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from checker.commands import demo
from checker.exercises import rubric
from checker.failures import Failure
from checker.grading import class_page, records
from checker.outcomes import OUTCOMES, Result
from checker.report import record
from checker.report.pages import write_html
from tests.support.answers import some_exercise
from tests.support.browser import looking
from tests.support.records import EXERCISE, keep
from workshop import images
from workshop.pages import run as page

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("pages")]

WIDTHS = (1400, 390)
SCHEMES = ("light", "dark")
NAMES = ("done", "under way", "failed", "demo", "report", "class")
LEAST = 4.5

# What of a page's visible text does not stand out from what it stands on, as the browser has computed its colours.
FAINT = """
() => {
  const parse = text => text.match(/[\\d.]+/g).map(Number);
  const luminance = ([r, g, b]) => [r, g, b].map(c => (c /= 255) <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)
    .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
  const found = [];
  let looked = 0;
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    if (!walker.currentNode.data.trim() || !element.checkVisibility() || element.closest("script, dialog")) continue;
    looked += 1;
    let ground = element, colour = null;
    for (; ground; ground = ground.parentElement) {
      colour = parse(getComputedStyle(ground).backgroundColor);
      if (colour.length < 4 || colour[3] > 0) break;
    }
    const style = getComputedStyle(element), text = parse(element.closest("svg") ? style.fill : style.color);
    const [dark, bright] = [luminance(text), luminance(colour)].sort((a, b) => a - b);
    const ratio = (bright + 0.05) / (dark + 0.05);
    if (ratio < LEAST) found.push([walker.currentNode.data.trim().slice(0, 40), ratio]);
  }
  return [looked, found];
}
""".replace("LEAST", str(LEAST))


def a_run(folder, state, progress=None, results=None):
    """A run's folder, with images of all kinds, as if it had trained."""
    exercise = some_exercise()
    folder.mkdir(parents=True)
    config = {
        "exercise": exercise.name, "dataset": "mnist", "epochs": 6, "seed": 0, "python": "3", "keras": "3",
        "backend": "tensorflow", "machine": "a machine with a long name, 2 CPUs", "started": "2026-01-31T12:00:00+00:00",
    }  # fmt: skip
    (folder / "config.json").write_text(json.dumps(config), encoding="utf-8")
    if results:
        (folder / "results.json").write_text(json.dumps(results), encoding="utf-8")
        rng = np.random.default_rng(0)
        frames = [rng.uniform(-1, 1, (20, 28, 28, 1)) * scale for scale in (0.1, 1)]
        images.film(folder / "training.gif", frames, seconds=1)
        images.sheet(folder / "samples.png", frames[-1])
        images.curves(folder / "curves.png", {"loss": [2.0, 1.0], "val_loss": [2.0, 1.5], "accuracy": [0.1, 0.5]})
        Image.new("L", (28, 28), 200).save(folder / "tiny.png")
        Image.new("RGB", (700, 2500), "white").save(folder / "model.png")
    page.write(folder, state, progress)
    return folder / page.NAME


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    """`{name: path}` of a page of each kind."""
    root, exercise = tmp_path_factory.mktemp("pages"), some_exercise()
    results = {"test_accuracy": 0.9811, "test_loss": 0.0585, "parameters": 266610, "training_seconds": 12.3}
    progress = page.Progress(6, 270, epoch=2, step=100, seconds=12.0)
    progress.curves = {"loss": [(1, 2.0), (200, 0.4), (370, 0.3)], "accuracy": [(1, 0.1), (200, 0.8), (370, 0.9)]}
    found = {
        "done": a_run(root / "done", page.done(), results=results),
        "under way": a_run(root / "under-way", page.training(progress), progress),
        "failed": a_run(root / "failed", page.failed("ValueError: " + "x" * 200), progress),
        "demo": root / "demo" / "index.html",
        "report": root / "report.html",
        "class": root / "class.html",
    }
    a_run(root / "demo" / exercise.name, page.done(), results=results)
    demo.write_page(found["demo"], [demo.shown(exercise, root / "demo" / exercise.name, root / "demo")])
    tests = []
    for check, outcome in zip(rubric(exercise), reversed(OUTCOMES * 3), strict=False):
        failure = Failure(f"what {check.name} looked at", "1", "2" * 300, "Divide.") if outcome == "fail" else None
        result = Result(exercise.name, check.name, check.title, check.points, False, outcome, failure, "a message")
        tests.append(record.Test.of(result))
    files = {exercise.name: record.File("a/very/long/path/" * 9 + f"{exercise.name}.py", 64 * "0")}
    write_html(record.Report(f"{exercise.name}: 1 of 2 points", tests, 7, files), found["report"])
    kept = records.Records(root / "records")
    for number in range(5):
        keep(kept, f"learner {number}" * 4, points=20 * number, hides=["ctypes, line 3"] * (number == 2))
    keep(kept, "unlucky", broke="out of disk " * 30)
    class_page.write(kept, found["class"], [EXERCISE])
    return found


@pytest.fixture
def open_page(browser, pages):
    """Open a page by its name or path; errors of its scripts fail the test."""
    with looking(browser) as (look, errors):

        def open_one(name, width=1400, scheme="light", renews=False, **options):
            shown = look(width, scheme, **options)
            shown.on("requestfailed", lambda request: errors.append(f"not there: {request.url}"))
            shown.on("request", lambda request: request.url.startswith("http") and errors.append(request.url))
            if not renews:
                shown.add_init_script("setTimeout = () => 0")
            shown.goto(pages.get(name, Path(str(name))).as_uri())
            return shown

        yield open_one


@pytest.mark.parametrize("name", NAMES)
def test_a_page_fits_and_can_be_read(name, open_page, tmp_path):
    pictures = Path(os.environ.get("SCREENSHOTS", tmp_path))
    for width in WIDTHS:
        for scheme in SCHEMES:
            shown = open_page(name, width, scheme)
            looked, faint = shown.evaluate(FAINT)
            assert looked > 10
            assert faint == [], (width, scheme)
            shown.screenshot(path=pictures / f"{name}-{width}-{scheme}.png", full_page=True)
            assert shown.evaluate("document.documentElement.scrollWidth") <= width, (width, scheme)
    background = "getComputedStyle(document.body).backgroundColor"
    assert open_page(name).evaluate(background) != open_page(name, scheme="dark").evaluate(background)


@pytest.mark.parametrize("name", NAMES)
def test_headings_are_in_order_and_images_say_what_they_show(name, open_page):
    shown = open_page(name)
    levels = [
        int(tag[1]) for tag in shown.evaluate("[...document.querySelectorAll('h1,h2,h3,h4,h5,h6')].map(h => h.tagName)")
    ]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))
    assert shown.evaluate("document.documentElement.lang") == "en"
    assert shown.locator("main").count() == 1
    for alt in shown.evaluate("[...document.querySelectorAll('main img')].map(image => image.alt)"):
        assert len(alt) > 20, alt
    for label in shown.evaluate("[...document.querySelectorAll('[role=img]')].map(e => e.getAttribute('aria-label'))"):
        assert label, "a drawing without words"


@pytest.mark.parametrize("name", NAMES)
def test_the_keyboard_reaches_everything_and_shows_where_it_is(name, open_page):
    shown = open_page(name)
    count = shown.locator("main a, main button:visible, main summary:visible").count()
    reached = 0
    for _ in range(count + 20):
        shown.keyboard.press("Tab")
        outline = "[document.activeElement.matches('main a, main button, main summary'), getComputedStyle(document.activeElement).outlineStyle]"
        is_ours, style = shown.evaluate(outline)
        if is_ours:
            reached += 1
            assert style == "solid"
        if reached >= count:
            break
    assert reached == count


def test_images_are_as_wide_as_their_text_needs(open_page):
    shown = open_page("done")
    sizes = shown.evaluate(
        "[...document.querySelectorAll('main img')].filter(i => i.checkVisibility()).map(i => [i.src, i.naturalWidth, i.clientWidth])"
    )
    assert len(sizes) >= 5
    for source, own, width in sizes:
        assert width >= min(own, 280), source
    (tiny,) = [width for source, own, width in sizes if own == 28]
    assert tiny >= 200
    shown = open_page("done", 390)
    button = shown.get_by_role("button", name="Enlarge curves")
    button.focus()
    shown.keyboard.press("Enter")
    large = shown.locator("dialog img")
    assert large.is_visible()
    assert large.evaluate("image => image.clientWidth === image.naturalWidth")  # and scrolls in its frame
    shown.keyboard.press("Escape")
    assert not large.is_visible()


def test_a_film_stands_still_until_it_is_played_and_can_be_stopped(open_page):
    shown = open_page("done")
    film = shown.locator("figure.film")
    still, moving = film.locator("img.still"), film.locator('img[src*=".gif"]')
    assert still.is_visible()
    assert not moving.is_visible()
    film.locator("summary").focus()
    shown.keyboard.press("Enter")
    assert moving.is_visible()
    assert not still.is_visible()
    assert "Stop" in film.locator("summary").inner_text()
    shown.keyboard.press("Enter")
    assert still.is_visible()
    assert not moving.is_visible()


def test_failures_come_first_in_words_and_symbols(open_page):
    shown = open_page("report")
    told = [text.split() for text in shown.locator("article .outcome").all_inner_texts()]
    order = ["error", "fail", "todo", "wait", "pass"]
    assert [order.index(word) for _, word in told] == sorted(order.index(word) for _, word in told)
    assert {word for _, word in told} == set(order)
    assert len({mark for mark, word in told if word in ("pass", "fail", "error")}) == 3
    failed = [word for _, word in told].count("fail")
    assert f"{failed} fail" in " ".join(shown.locator(".tally").inner_text().split())


def test_a_page_prints_on_white_whatever_the_screen_has(open_page):
    shown = open_page("done", scheme="dark")
    shown.emulate_media(media="print", color_scheme="dark")
    assert shown.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert shown.evaluate(FAINT)[1] == []


def test_a_page_renews_itself_while_its_run_is_under_way_and_stops_at_the_end(browser, open_page, tmp_path):
    progress = page.Progress(2, 10, step=3, seconds=1.0, curves={"loss": [(1, 2.0), (3, 1.0)]})
    path = a_run(tmp_path / "run", page.training(progress), progress)
    shown = open_page(path, renews=True)
    assert "step 3 of 10" in shown.locator(".state").inner_text()
    progress.step = 7
    page.write(path.parent, page.training(progress), progress)
    shown.get_by_text("step 7 of 10").wait_for()
    shown.get_by_text("When it goes wrong").click()  # who reads is not disturbed
    page.write(path.parent, page.stopped("Ctrl-C ended it."), progress)
    shown.wait_for_timeout(1000 * (page.PERIOD + 1))
    assert "step 7 of 10" in shown.locator(".state").inner_text()
    shown.get_by_text("When it goes wrong").click()
    shown.evaluate("document.activeElement.blur()")
    shown.get_by_text("Ctrl-C ended it.").wait_for()
    assert shown.locator("script").evaluate_all("all => all.some(s => s.text.includes('location.reload'))") is False


def test_a_page_gives_up_when_no_news_comes_and_looks_again_when_asked(open_page, tmp_path):
    progress = page.Progress(2, 10, step=3, seconds=1.0, curves={"loss": [(1, 2.0)]})
    path = a_run(tmp_path / "run", page.training(progress), progress)
    looks = []
    shown = open_page(path, renews=True)
    shown.on("load", lambda: looks.append(1))
    shown.evaluate(
        "beat => sessionStorage.setItem('run ' + location.pathname, JSON.stringify({beat: beat, looks: LOOKS}))".replace(
            "LOOKS", str(page.PATIENCE // page.PERIOD - 1)
        ),
        shown.evaluate("document.documentElement.dataset.beat"),
    )
    shown.reload()
    shown.get_by_text("This page has stopped renewing itself").wait_for()
    before = len(looks)
    shown.wait_for_timeout(1000 * (page.PERIOD + 1))
    assert len(looks) == before
    progress.step = 9
    page.write(path.parent, page.training(progress), progress)
    shown.get_by_role("button", name="Look again").click()
    shown.get_by_text("step 9 of 10").wait_for()


def test_without_scripts_a_page_under_way_renews_itself_all_the_same(open_page):
    shown = open_page("under way", java_script_enabled=False)
    assert shown.locator('meta[http-equiv="refresh"]').count() == 1
    assert open_page("done", java_script_enabled=False).locator('meta[http-equiv="refresh"]').count() == 0
