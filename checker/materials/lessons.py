"""Finds in a lesson what helps with a check: the section on a function, its hints, and what a run's signs mean.

A lesson has a section headed by each function that the learner writes. Its hints are folded (`<details>`), from the
idea over the place to what is nearly the answer; a lesson with a single hint may write it as `> **Hint.** ...`.
"""

import re

from workshop.pages import effort

HEADING = re.compile(r"^## `([\w.]+)`.*$", re.MULTILINE)
FOLDED = re.compile(r"^<details>\s*<summary>\s*Hint\b.*?</summary>\n(.*?)^</details>", re.MULTILINE | re.DOTALL)
HINT = re.compile(r"^> \*\*Hint\.\*\*((?:.*\n?)(?:^>.*\n?)*)", re.MULTILINE)
SIGNS = re.compile(r"^## When it goes wrong\n[^#]*?^\|[-| ]+\|\n((?:\|.*\n)+)", re.MULTILINE)
NEXT = "What to try next"


def sections(exercise):
    """The lesson's sections on functions: `{function: text}`, without the line that says how long one takes."""
    parts = HEADING.split(_text(exercise))
    return {
        name: effort.without(re.split(r"^## ", text, maxsplit=1, flags=re.MULTILINE)[0])
        for name, text in zip(parts[1::2], parts[2::2], strict=True)
    }


def function_of(exercise, title):
    """The function that a check's title names, if the lesson has a section on it, else None.

    Args:
        exercise: a `checker.exercises.Exercise`.
        title: a check's title, such as "build_model() returns logits, not probabilities".
    """
    return next((name for name in sections(exercise) if re.search(rf"\b{re.escape(name)}\(", title)), None)


def hints(exercise, function):
    """The hints of the section on a function, each nearer to the answer: texts of one line a paragraph."""
    text = sections(exercise)[function]
    found = FOLDED.findall(text) or [re.sub(r"^> ?", "", hint, flags=re.MULTILINE) for hint in HINT.findall(text)[:1]]
    return ["\n".join(" ".join(part.split()) for part in re.split(r"\n\s*\n", hint.strip())) for hint in found]


def hint(exercise, title, number=1):
    """A hint of the section on the function that a check's title names, with where to read on.

    Args:
        exercise, title: see `function_of`.
        number: of the hint, from 1; the last one where there are fewer.
    """
    function = function_of(exercise, title)
    if function is None:
        return where(exercise)
    found = hints(exercise, function)
    text = found[min(number, len(found)) - 1] if found else ""
    return f"{text}\n{where(exercise, function)}".strip()


def signs(exercise):
    """What the lesson says of runs that go wrong: `[(what you see, what it probably is), ...]`."""
    table = SIGNS.search(_text(exercise))
    rows = table[1].strip().splitlines() if table else []
    return [tuple(cell.strip() for cell in row.strip("|").split("|", 1)) for row in rows]


def where(exercise, section=None):
    """Where the lesson, or a section of it, is read."""
    lesson = f"Lesson: {exercise.notebook.name} (docs/lessons/{exercise.lesson.name})"
    return f'{lesson}, section "{section}"' if section else lesson


def _text(exercise):
    return exercise.lesson.read_text(encoding="utf-8")
