"""How long a lesson takes: read from its sections, and left out where only a part of it is shown."""

from workshop.pages import effort

LESSON = """\
# A lesson

**Time: about 1½ hours**, most of it for `shift`.

## `shift`: one step

*60 minutes, hard. Afterwards you know
why it moves.*

More of it.

## Questions for a written answer

*20 minutes.*

## A section without a time

*Emphasis only.*
"""


def test_each_section_says_minutes_level_and_goal():
    assert effort.efforts(LESSON) == {
        "`shift`: one step": (60, "hard", "Afterwards you know why it moves."),
        "Questions for a written answer": (20, None, ""),
        "A section without a time": None,
    }


def test_the_introduction_says_the_sum():
    assert effort.total(LESSON) == 90
    assert effort.total("Time: about 2 hours.\n\n## One\n") == 120
    assert effort.total("Time: about ½ hour.\n\n## One\n") == 30
    assert effort.total("# A lesson\n\n## One\n\nTime: about 2 hours.") is None


def test_a_part_is_shown_without_the_time():
    assert effort.without("*60 minutes, hard. Afterwards you know\nwhy.*\n\nMore of *it*.\n") == "\nMore of *it*.\n"
