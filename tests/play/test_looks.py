"""The pages fit every screen and can be read on it, in light and in dark."""

import itertools
import os
from pathlib import Path

import pytest

from tests.play.conftest import SEVEN, draw, read, serving
from tests.workshop.test_pages_in_a_browser import FAINT, SCHEMES, WIDTHS

# Small networks are trained once, and one browser opened, in one process.
pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("play")]


@pytest.mark.parametrize("kind", ["draw", "explore", "mix", "compare"])
def test_a_page_fits_and_can_be_read(kind, open_page, reader, dense, generator, coder, session_of, tmp_path):
    folders = {"draw": [reader], "explore": [generator], "mix": [coder], "compare": [reader, dense]}[kind]
    pictures = Path(os.environ.get("SCREENSHOTS", tmp_path))
    with serving(session_of("explore" if kind == "mix" else kind, *folders)) as served:
        for width in WIDTHS:
            for scheme in SCHEMES:
                shown = open_page(served.address, width, scheme)
                if kind in ("draw", "compare"):
                    draw(shown, SEVEN)
                    read(shown, "7")
                elif kind == "explore":
                    for place in (2, 9):
                        shown.locator(".play-sample").nth(place).click()
                shown.wait_for_timeout(300)
                looked, faint = shown.evaluate(FAINT)
                assert looked > 10
                assert faint == [], (width, scheme)
                assert shown.evaluate("document.documentElement.scrollWidth") <= width, (width, scheme)
                shown.screenshot(path=pictures / f"play-{kind}-{width}-{scheme}.png", full_page=True)


def test_everything_that_can_be_changed_has_a_name_and_can_be_reached_by_the_keyboard(
    open_page, reader, generator, coder, session_of
):
    for what, folder in (("draw", reader), ("explore", generator), ("explore", coder)):
        with serving(session_of(what, folder)) as served:
            shown = open_page(served.address)
            shown.wait_for_timeout(500)
            unnamed = shown.evaluate(
                """() => [...document.querySelectorAll("main button, main input, main canvas, main [tabindex]")].filter(each =>
                !(each.getAttribute("aria-label") || each.labels?.[0]?.textContent || each.textContent.trim() || each.querySelector("[aria-label]"))).map(each => each.outerHTML)"""
            )
            assert unnamed == []
            levels = shown.evaluate("[...document.querySelectorAll('h1,h2,h3')].map(each => Number(each.tagName[1]))")
            assert levels[0] == 1
            assert all(after <= before + 1 for before, after in itertools.pairwise(levels))
