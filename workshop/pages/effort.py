"""How long each section of a lesson takes, how hard it is, and what the reader knows at its end.

A lesson says so in a line of its own below each heading, and the sum in its introduction:

    **Time: about 2½ hours.**

    ## `function`: what it does

    *20 minutes, medium. Afterwards you know why ....*

Questions for a written answer have a time only: `*30 minutes.*`
"""

import re
from typing import NamedTuple

LEVELS = ("easy", "medium", "hard")
LINE = re.compile(rf"^\*(\d+) minutes(?:, ({'|'.join(LEVELS)})\. ([^*]+))?\.?\*\n", re.MULTILINE)
TOTAL = re.compile(r"Time: about (?=[\d½])(\d*)(½?) hours?")
ROUNDING = 15  # minutes between the sum and what the introduction says: it counts in half hours


class Effort(NamedTuple):
    """What a section asks for: minutes, one of `LEVELS`, and the goal; None and "" where only a time is given."""

    minutes: int
    level: str | None
    goal: str


def efforts(text):
    """What each section of a lesson says: `{heading: Effort}`, None where a section does not begin with such a line."""
    _, *parts = re.split(r"^## (.+)\n+", text, flags=re.MULTILINE)
    return dict(zip(parts[::2], map(_effort, parts[1::2]), strict=True))


def total(text):
    """The minutes that a lesson's introduction speaks of; None where it does not."""
    found = TOTAL.search(text.partition("\n## ")[0])
    return int(found[1] or 0) * 60 + (30 if found[2] else 0) if found else None


def without(text):
    """A text without these lines, for callers that show only a part of a lesson."""
    return LINE.sub("", text)


def _effort(section):
    found = LINE.match(section)
    return Effort(int(found[1]), found[2], " ".join((found[3] or "").split())) if found else None
