"""The instructor's edition of a lesson: the reference solution of each function is folded behind its section's hints.

For a course's own folder only. Learners see the solution beside theirs once they have all points, by
`python -m checker compare`.
"""

import re

from checker.materials import notebooks, skeletons
from checker.materials.lessons import FOLDED, HEADING

SOLUTION = """\
<details>
<summary>Reference solution (instructor's edition)</summary>

```text
{code}
```

</details>
"""


def edition(exercise):
    """The lesson's notebook with the solution of each function.

    Args:
        exercise: a `checker.exercises.Exercise` of a checkout, where solutions lie.

    Returns:
        The notebook's text, JSON.
    """
    return notebooks.make(exercise, _with_solutions(exercise))


def _with_solutions(exercise):
    solution = exercise.solution.read_text(encoding="utf-8")
    functions = skeletons.bodies(solution)
    pieces = re.split(r"^(?=## )", exercise.lesson.read_text(encoding="utf-8"), flags=re.MULTILINE)
    for number, piece in enumerate(pieces):
        heading = HEADING.match(piece)
        if heading and heading[1] in functions:
            folded = SOLUTION.format(code=functions[heading[1]])
            *_, last = FOLDED.finditer(piece)
            end = last.end() + 1
            pieces[number] = f"{piece[:end]}{folded}{piece[end:]}"
    return "".join(pieces)
