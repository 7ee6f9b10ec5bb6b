"""Reads the keys to a lesson's written questions: for instructors only, and so in a checkout only."""

import re

from checker.errors import CheckerError
from checker.materials.questions import questions

HEADING = re.compile(r"^## (.*?)\s*$", re.MULTILINE)


def keys(exercise):
    """What an answer to each written question must say, and what it is worth.

    Args:
        exercise: a `checker.exercises.Exercise`.

    Returns:
        A Markdown text for each question, in the lesson's order; none where there is no file of keys, as in an
        installed package.

    Raises:
        CheckerError: the file has other sections than one for each question, or the questions are wrong themselves.
    """
    if not exercise.key.is_file():
        return []
    _, *parts = HEADING.split(exercise.key.read_text(encoding="utf-8"))
    headings, texts = parts[::2], parts[1::2]
    count = len(questions(exercise))
    if headings != [str(number) for number in range(1, count + 1)]:
        raise CheckerError(
            f"{exercise.key} must have a section for each of the {count} written questions of {exercise.lesson.name},"
            f" headed ## 1, ## 2, ...; it has: {', '.join(headings) or 'none'}"
        )
    return [text.strip() for text in texts]
