"""The page to draw on, with a real mouse, a finger and a keyboard."""

import itertools

import pytest

from tests.play.conftest import SEVEN, draw, read, serving

# Small networks are trained once, and one browser opened, in one process.
pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("play")]


@pytest.fixture(scope="module")
def served(reader, session_of):
    with serving(session_of("draw", reader)) as served:
        yield served


def share(shown, name):
    """The width of a class's bar, in percent."""
    return float(shown.locator(".play-bars li", has_text=name).first.locator("i").evaluate("bar => parseFloat(bar.style.width)"))  # fmt: skip


def test_a_seven_is_drawn_and_read_and_its_bar_grows(open_page, served):
    shown = open_page(served.address)
    shown.get_by_text("Nothing is drawn yet.").wait_for()
    assert shown.get_by_role("button", name="Clear").is_visible()
    draw(shown, SEVEN)
    read(shown, "7")
    assert share(shown, "7") > 50
    assert shown.locator(".play-bars li.best b").inner_text() == "7"
    assert "7" in shown.locator("[role=status]").inner_text()  # for who does not see it
    shown.get_by_role("button", name="Clear").click()
    shown.get_by_text("Nothing is drawn yet.").wait_for()
    assert share(shown, "7") == 0


def test_no_other_script_runs_on_the_page_even_if_one_gets_into_it(open_page, served):
    shown = open_page(served.address)
    shown.get_by_text("Nothing is drawn yet.").wait_for()
    shown.evaluate(
        """() => { const script = document.createElement("script"); script.textContent = "window.planted = true";
        document.body.append(script); document.body.insertAdjacentHTML("beforeend", "<img src=data: onerror='window.planted = true'>"); }"""
    )
    shown.wait_for_timeout(300)
    assert shown.evaluate("window.planted") is None


def test_the_bars_move_while_the_stroke_goes_on(open_page, served):
    shown = open_page(served.address)
    shown.evaluate(
        "window.seen = []; document.querySelector('.play').addEventListener('answered', event => seen.push(event.detail.answers[0].scores))"
    )
    box = shown.locator(".play-paper").bounding_box()
    shown.mouse.move(box["x"] + 80, box["y"] + 60)
    shown.mouse.down()
    shown.mouse.move(box["x"] + 200, box["y"] + 60, steps=10)
    shown.wait_for_function("() => seen.length > 2")
    scores = shown.evaluate("seen")
    assert scores[0] != scores[-1]
    assert not shown.get_by_text("Nothing is drawn yet.").is_visible()
    shown.mouse.up()


def test_what_the_kernels_see_is_shown_and_changes(open_page, served):
    shown = open_page(served.address)
    assert shown.locator(".play-maps .play-pair").count() == 8
    pixels = (
        "() => [...document.querySelectorAll('.play-pair canvas:first-child')].map(canvas => canvas.toDataURL()).join()"
    )
    before = shown.evaluate(pixels)
    draw(shown, SEVEN)
    read(shown, "7")
    assert shown.evaluate(pixels) != before


def test_a_small_drawing_in_a_corner_is_read_unless_it_is_not_centred(open_page, served):
    shown = open_page(served.address)
    draw(shown, SEVEN, scale=0.35, corner=(0.62, 0.6))
    read(shown, "7")
    sure = share(shown, "7")
    shown.get_by_label("centred and scaled").uncheck()
    shown.wait_for_function(f"() => parseFloat(document.querySelectorAll('.play-bars i')[7].style.width) < {sure} - 20")


def test_a_finger_draws_on_a_phone_and_the_page_does_not_scroll_away(open_page, served):
    shown = open_page(served.address, width=390, has_touch=True, is_mobile=True)
    box = shown.locator(".play-paper").bounding_box()
    client = shown.context.new_cdp_session(shown)
    places = [{"x": box["x"] + box["width"] * x, "y": box["y"] + box["height"] * y} for x, y in SEVEN[0]]
    client.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": places[:1]})
    for before, after in itertools.pairwise(places):
        for step in (0.25, 0.5, 0.75, 1):
            point = {name: before[name] + step * (after[name] - before[name]) for name in ("x", "y")}
            client.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [point]})
    client.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    read(shown, "7")
    assert shown.evaluate("scrollY") == 0
    assert shown.evaluate("document.documentElement.scrollWidth") <= 390
    answer = shown.locator(".play-answer").bounding_box()
    assert answer["y"] + answer["height"] < 844  # in sight while one draws


def test_the_keyboard_draws_undoes_and_clears(open_page, served):
    shown = open_page(served.address)
    paper = shown.locator(".play-paper")
    paper.focus()
    for _ in range(6):
        shown.keyboard.press("ArrowUp")
    for _ in range(6):
        shown.keyboard.press("ArrowLeft")
    shown.keyboard.press("Space")
    for key, count in (("ArrowRight", 12), ("ArrowDown", 3)):
        for _ in range(count):
            shown.keyboard.press(key)
    for _ in range(9):
        shown.keyboard.press("ArrowDown")
        if _ % 2:
            shown.keyboard.press("ArrowLeft")
    shown.keyboard.press("Space")
    read(shown, "7")
    shown.keyboard.press("Control+z")
    shown.get_by_text("Nothing is drawn yet.").wait_for()
    shown.keyboard.press("Space")
    shown.keyboard.press("ArrowDown")
    shown.locator(".play-answer strong").wait_for()
    shown.keyboard.press("Delete")
    shown.get_by_text("Nothing is drawn yet.").wait_for()
    reached = []
    for _ in range(6):
        shown.keyboard.press("Tab")
        reached.append(shown.evaluate("document.activeElement.textContent || document.activeElement.type"))
    assert {"Undo", "Clear", "Keys", "checkbox"} <= set(reached)


def test_two_tabs_do_not_mix_up_their_answers(open_page, served):
    one, two = open_page(served.address), open_page(served.address)
    draw(one, SEVEN)
    draw(two, [[(0.5, 0.15), (0.5, 0.5), (0.5, 0.85)]])
    read(one, "7")
    read(two, "1")
    assert one.locator(".play-answer strong").inner_text() == "7"


def test_two_networks_read_the_same_drawing(open_page, reader, dense, session_of):
    with serving(session_of("compare", reader, dense)) as served:
        shown = open_page(served.address)
        draw(shown, SEVEN)
        read(shown, "7")
        assert shown.get_by_role("heading", name="Before: reader").is_visible()
        assert shown.get_by_role("heading", name="After: dense").is_visible()
        assert shown.locator(".play-bars").count() == 2
        assert shown.locator(".play-maps").count() == 1
