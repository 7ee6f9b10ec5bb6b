"""The pages on which one asks for images."""

import pytest

from tests.play.conftest import serving

# Small networks are trained once, and one browser opened, in one process.
pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("play")]

LARGE = "document.querySelector('.play-large canvas').toDataURL()"
SAMPLE = "document.querySelector('.play-sample canvas').toDataURL()"


@pytest.fixture(scope="module")
def served(generator, session_of):
    with serving(session_of("explore", generator)) as served:
        yield served


@pytest.fixture(scope="module")
def mixing(coder, session_of):
    with serving(session_of("explore", coder)) as served:
        yield served


def changes(shown, act, what=LARGE):
    """Do something, and wait until the image is another."""
    shown.wait_for_timeout(300)
    before = shown.evaluate(what)
    act()
    shown.wait_for_function(f"before => {what} !== before", arg=before)


def test_a_slider_moves_and_the_image_changes(open_page, served):
    shown = open_page(served.address)
    slider = shown.get_by_role("slider", name="1", exact=True)
    slider.focus()
    changes(shown, lambda: [shown.keyboard.press("PageUp") for _ in range(2)])
    box = slider.bounding_box()
    changes(shown, lambda: shown.mouse.click(box["x"] + 10, box["y"] + box["height"] / 2))
    assert float(slider.input_value()) < -3


def test_the_square_is_dragged_and_obeys_the_keyboard(open_page, served):
    shown = open_page(served.address)
    square = shown.locator(".play-pad")
    square.scroll_into_view_if_needed()
    box = square.bounding_box()

    def drag():
        shown.mouse.move(box["x"] + 60, box["y"] + 40)
        shown.mouse.down()
        shown.mouse.move(box["x"] + 90, box["y"] + 150, steps=5)
        shown.mouse.up()

    changes(shown, drag)
    told = square.get_attribute("aria-valuetext")
    square.focus()
    changes(shown, lambda: [shown.keyboard.press("ArrowRight") for _ in range(4)])
    assert square.get_attribute("aria-valuetext") != told
    changes(shown, lambda: shown.get_by_role("button", name="New noise").click())


def test_another_label_and_another_strength_give_other_images(open_page, served):
    shown = open_page(served.address)
    changes(shown, lambda: shown.get_by_label("7", exact=True).first.check(force=True))
    assert shown.locator(".play-choice input:checked + span").inner_text() == "7"
    changes(shown, lambda: shown.get_by_label("3", exact=True).first.check(force=True), SAMPLE)
    strength = shown.get_by_role("slider", name="strength")
    strength.focus()
    changes(shown, lambda: shown.keyboard.press("End"))


def test_two_samples_are_chosen_and_the_walk_between_them_is_drawn(open_page, served):
    shown = open_page(served.address)
    samples = shown.locator(".play-sample")
    assert samples.count() == 24
    assert not shown.locator(".play-strips").is_visible()
    changes(shown, samples.nth(3).click)
    shown.get_by_text("Choose a second sample").wait_for()
    samples.nth(8).click()
    shown.locator(".play-strips").wait_for()
    steps = shown.locator(".play-strip canvas")
    assert steps.count() == 9
    shown.wait_for_timeout(300)
    pictures = steps.evaluate_all("all => all.map(canvas => canvas.toDataURL())")
    ends = shown.evaluate("[3, 8].map(at => document.querySelectorAll('.play-sample canvas')[at].toDataURL())")
    assert [pictures[0], pictures[-1]] == ends
    assert len(set(pictures)) == 9


def test_the_nearest_training_image_is_found(open_page, served, real_digits):
    shown = open_page(served.address)
    shown.get_by_label("the nearest training image").check()
    shown.get_by_text("The nearest training image:").wait_for(timeout=60_000)


def test_a_copy_is_its_own_nearest_image(real_digits):
    from workshop.play.nearest import Nearest

    found = Nearest(dataset="mnist", shape=(28, 28, 1)).of(real_digits.train.images[77][..., None])
    assert found["distance"] == 0
    assert found["label"] == str(real_digits.train.labels[77])


def test_two_real_images_are_mixed_by_their_codes(open_page, mixing):
    shown = open_page(mixing.address)
    share = shown.get_by_role("slider", name="of the second")
    share.focus()
    changes(shown, lambda: shown.keyboard.press("End"))
    shown.wait_for_timeout(300)
    end = shown.evaluate(LARGE)
    assert end == shown.locator(".play-strip canvas").last.evaluate("canvas => canvas.toDataURL()")
    changes(shown, shown.locator(".play-grid").nth(1).locator("button").nth(5).click)
    changes(shown, lambda: shown.keyboard.press("Home") or share.focus() or shown.keyboard.press("Home"))


def test_two_generators_are_asked_the_same(open_page, generator, tmp_path, session_of):
    from tests.play.conftest import a_generator, a_run

    after = a_run(tmp_path / "after", generator=a_generator(seed=9))
    with serving(session_of("compare", generator, after)) as served:
        shown = open_page(served.address)
        shown.wait_for_timeout(500)
        one, two = shown.evaluate(
            "[...document.querySelectorAll('.play-large canvas')].map(canvas => canvas.toDataURL())"
        )
        assert one != two
        changes(shown, lambda: shown.get_by_role("button", name="New noise").click())


def test_on_a_phone_the_image_stays_in_sight_while_one_moves_sliders(open_page, served):
    shown = open_page(served.address, width=390)
    assert shown.evaluate("document.documentElement.scrollWidth") <= 390
    shown.get_by_role("slider", name="6", exact=True).scroll_into_view_if_needed()
    box = shown.locator(".play-large canvas").bounding_box()
    assert box["y"] >= 0
    assert box["y"] + box["height"] < 900
