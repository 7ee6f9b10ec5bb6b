"""Makes the README's table of the exercises of their check files, lessons and solutions."""

from checker import exercises
from checker.errors import UsageError
from checker.materials import skeletons

BEGIN, END = "<!-- exercises -->", "<!-- end of exercises -->"
HEAD = """\
| | exercise | you build | you write |
|---|---|---|---|
"""


def listing(text):
    """The README with its table made anew.

    Args:
        text: the README, with a line `BEGIN` before the table and a line `END` behind it.

    Raises:
        UsageError: it lacks one of these lines.
    """
    before, begin, rest = text.partition(f"{BEGIN}\n")
    _, end, after = rest.partition(f"{END}\n")
    if not begin or not end:
        raise UsageError(f"README.md has no place for the table of exercises.\nAdd two lines: {BEGIN} and {END}")
    return before + begin + HEAD + "".join(map(_row, exercises.exercises())) + end + after


def _row(exercise):
    source = exercise.solution.read_text(encoding="utf-8")
    functions = ", ".join(f"`{function}`" for function in skeletons.to_write(exercise.name, source))
    lesson = f"docs/lessons/{exercise.lesson.name}"
    return f"| {exercise.order} | `{exercise.name}` ([lesson]({lesson})) | {exercise.title} | {functions} |\n"
