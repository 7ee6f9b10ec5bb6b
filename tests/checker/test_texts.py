"""Texts of the learner's, whatever is in them, are harmless, and take time in proportion to their length."""

import time

import numpy as np
import pytest

from checker.failures import Failure
from checker.learner import source
from checker.learner.messages import brief, exception_hint
from checker.learner.raised import Raised
from checker.outcomes import FAIL, Result, plain_text
from checker.sandbox.process import stack, tidy
from checker.text import MOST_SHOWN, describe, readable

NASTY = {
    "no blank": "s",
    "a path": "site-packages/",
    "half a path": "site-package",
    "blanks": " ",
    "escapes": "\x1b[",
    "colours": "\x1b[0;1;",
    "a frame": '  File "x", line 1',
    "frames": '  File "x", line 9 in f\n',
    "digits": "9",
    "quotes": '", line ',
    "lines": "\n",
    "reversed": "\u202e\u2066",
    "surrogates": "\ud800",
    "nul": "\0",
    "brackets": "([{",
    "an exception": "Exception encountered: ",
    "words of a message": "positional argument ",
    "log": "I0000 00:00",
}


def source_of(text):
    """The text in a string of a file, and as names of it."""
    name = "".join(c if c.isascii() and c.isalnum() else "_" for c in text)
    content = f"x = {text!r}\ny{name[:20]} = a.{'b' + name}\n".encode("utf-8", "backslashreplace")
    source.means_to_hide(content)


def shown(text):
    failure = Failure(text, text, text, text, called=text, where=(1, text), printed=text)
    return plain_text(Result("name", "check", "title", 1, False, FAIL, failure), type("Learner", (), {"path": "a.py"}))


READERS = {
    "what was printed": tidy,
    "a stack": stack,
    "a message": brief,
    "a hint": lambda text: exception_hint(
        Raised(text, text, text, 1, text, text, "argument", text, text, (text,), (text,))
    ),
    "readable": readable,
    "a value": lambda text: describe([text, {text: text}, (text, [text])]),
    "a failure": shown,
    "a file": source_of,
}


def seconds(reader, text):
    """Of computing, for other tests may hold the cores; the least of two."""
    found = []
    for _ in range(2):
        started = time.thread_time()
        reader(text)
        found.append(time.thread_time() - started)
    return min(found)


@pytest.mark.slow
@pytest.mark.parametrize("reader", READERS.values(), ids=READERS)
def test_time_grows_as_the_text_does(reader):
    for name, text in NASTY.items():
        short, long = ((text * (size // len(text) + 1))[:size] for size in (20_000, 200_000))
        for wrapped in ("{}", '  File "{}'):
            few, many = (seconds(reader, wrapped.format(each)) for each in (short, long))
            assert many < 40 * max(few, 0.0005), name


@pytest.mark.parametrize("text", NASTY.values(), ids=NASTY)
def test_what_is_shown_is_bounded_and_obeyed_by_no_terminal(text):
    found = shown(text * 20_000)
    assert len(found) < 10 * MOST_SHOWN * 10
    assert all(c.isprintable() or c in "\n\t" for c in found)
    assert "[cut: " in found
    found.encode()


def test_a_line_number_that_is_no_number_is_no_frame():
    assert stack('  File "x", line ' + "9" * 5000 + " in f\n") == []
    assert stack('  File "x", line 3 in f\n  File "y", line 4 in g\n') == [[4, "g", "y"], [3, "f", "x"]]


def test_a_file_of_many_names_is_read_in_proportion():
    """One statement that makes all names, each of which is used: it is walked once, not for each of them."""

    def content(count):
        return ("if x:\n" + "".join(f" a{i} = a{i + 1}\n" for i in range(count))).encode()

    few, many = (seconds(lambda text: source.means_to_hide(text, {"a0"}), content(count)) for count in (300, 3000))
    assert many < 40 * max(few, 0.0005)


def test_a_nested_value_is_told_in_a_few_words():
    value = "x"
    for _ in range(12):
        value = [value] * 3
    assert len(describe(value)) < 1000
    assert describe({"k" * 10**6: np.zeros(3)}).count("k") <= 101
