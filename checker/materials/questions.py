"""The written questions of a lesson: where each begins, and how many points it is worth.

A question begins with its number and a title in bold, and ends in the line `*Your answer:*`. One that is worth other
than ten points says so in its title, as in `**2. The best image (40 points).**`.
"""

import re
from typing import NamedTuple

from checker.errors import CheckerError

ANSWER = "*Your answer:*"
POINTS = 10  # where the title says nothing
TITLE = re.compile(r"^\*\*(\d+)\. (.+?)(?: \((\d+) points\))?[.?!]?\*\*", re.MULTILINE)


class Question(NamedTuple):
    """A written question: its number from 1 on, its title, and the points that a person may give."""

    number: int
    title: str
    points: int


def questions(exercise):
    """The written questions of an exercise's lesson, in their order: a list of `Question`.

    Args:
        exercise: a `checker.exercises.Exercise`.

    Raises:
        CheckerError: an answer has no question with its number, or a title speaks of points that cannot be read.
    """
    *texts, _ = exercise.lesson.read_text(encoding="utf-8").split(ANSWER)
    found = []
    for number, text in enumerate(texts, start=1):
        title = next(reversed(list(TITLE.finditer(text))), None)
        if title is None or int(title[1]) != number:
            raise CheckerError(
                f"{exercise.lesson}: answer {number} must have a question that begins with its number and a title in"
                f' bold, as in "**{number}. Title.**"; found: {title[0] if title else "none"}'
            )
        if title[3] is None and re.search(r"\bpoints?\b", title[2]):
            raise CheckerError(
                f"{exercise.lesson}: points are written at the end of a title, as a whole number, as in"
                f' "**{number}. Title (40 points).**"; found: {title[0]}'
            )
        found.append(Question(number, title[2], POINTS if title[3] is None else int(title[3])))
    return found
