"""The style of all pages: every colour of text stands out from what it stands on, in light and in dark."""

import re

import pytest

from workshop.pages import TEMPLATES

# What is text, or must be seen as a line, and what it may stand on.
TEXT = ("text", "quiet", "accent", "pass", "fail", "todo", "wait", "error")
GROUNDS = ("page", "panel")
LEAST, LEAST_LINE = 4.5, 3.0  # WCAG 2.2, 1.4.3 and 1.4.11


def schemes():
    """`{"light" | "dark" | "print": {name: (r, g, b)}}`, as the style's variables state them."""
    style = (TEMPLATES / "style.css").read_text("utf-8")
    found = {}
    for scheme, start in (("light", ":root"), ("dark", "prefers-color-scheme: dark"), ("print", "@media print")):
        block = re.search(r":root \{(.*?)\}", style[style.index(start) :], re.DOTALL)[1]
        found[scheme] = {
            name: tuple(bytes.fromhex(colour)) for name, colour in re.findall(r"--([\w-]+): #([0-9a-f]{6});", block)
        }
    return found


def luminance(colour):
    """As WCAG defines it, of sRGB bytes."""
    linear = [(c / 255) / 12.92 if c / 255 <= 0.04045 else ((c / 255 + 0.055) / 1.055) ** 2.4 for c in colour]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    bright, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


def test_contrast_is_computed_as_it_is_defined():
    assert contrast((255, 255, 255), (0, 0, 0)) == pytest.approx(21)
    assert contrast((119, 119, 119), (255, 255, 255)) == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("scheme", ["light", "dark", "print"])
def test_text_stands_out_from_what_it_stands_on(scheme):
    colours = schemes()[scheme]
    found = {(text, ground): contrast(colours[text], colours[ground]) for text in TEXT for ground in GROUNDS}
    assert {pair: round(ratio, 2) for pair, ratio in found.items() if ratio < LEAST} == {}
    assert min(contrast(colours["line"], colours[ground]) for ground in GROUNDS) >= LEAST_LINE


def test_light_and_dark_state_the_same_colours_and_nothing_is_coloured_otherwise():
    light, dark = schemes()["light"], schemes()["dark"]
    assert light.keys() == dark.keys()
    rules = re.sub(r":root \{.*?\}", "", (TEMPLATES / "style.css").read_text("utf-8"), flags=re.DOTALL)
    assert re.findall(r"(?<![-\w])(?:color|background|background-color|fill|border-color): *#", rules) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_bars_differ_in_more_than_red_and_green(scheme):
    """Who sees no red or green has blue left: a pass and a fail must differ in it, and so must the words."""
    colours = schemes()[scheme]
    for passed, failed in (("bar-pass", "bar-fail"), ("pass", "fail")):
        assert abs(colours[passed][2] - colours[failed][2]) > 80
