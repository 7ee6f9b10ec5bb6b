"""Finds a lesson's hints: a lesson has a section headed by each function that the learner writes."""

import re

HEADING = re.compile(r"^## `([\w.]+)`.*$", re.MULTILINE)
HINT = re.compile(r"^> \*\*Hint\.\*\*((?:.*\n?)(?:^>.*\n?)*)", re.MULTILINE)


def sections(exercise):
    """The lesson's sections on functions: `{function: text}`."""
    parts = HEADING.split(exercise.lesson.read_text(encoding="utf-8"))
    return {
        name: re.split(r"^## ", text, maxsplit=1, flags=re.MULTILINE)[0]
        for name, text in zip(parts[1::2], parts[2::2], strict=True)
    }


def hint(exercise, title):
    """The hint of the section on the function that a check's title names.

    Args:
        exercise: a `checker.exercises.Exercise`.
        title: a check's title, such as "build_model() returns logits, not probabilities".

    Returns:
        The hint, with where to read on.
    """
    found = sections(exercise)
    named = [name for name in found if re.search(rf"\b{re.escape(name)}\(", title)]
    where = f"Lesson: {exercise.notebook.name} (docs/lessons/{exercise.lesson.name})"
    if not named:
        return where
    match = HINT.search(found[named[0]])
    text = " ".join(line.lstrip("> ").strip() for line in match[1].splitlines()).strip() if match else ""
    return f'{text}\n{where}, section "{named[0]}"'.strip()
