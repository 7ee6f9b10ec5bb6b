"""Makes what learners get from what contributors write: solutions become skeletons, and lessons notebooks."""

import difflib

from checker.errors import UsageError
from checker.exercises import exercises
from checker.materials import notebooks
from checker.materials.skeletons import edited, skeleton


def sync(check=False, force=False):
    """Write the skeletons and notebooks that are missing or old.

    Args:
        check: write nothing; tell what would change.
        force: overwrite also what somebody has edited.

    Returns:
        The differences as text, empty where nothing is to be done. With `check`, something is wrong unless it is.

    Raises:
        UsageError: one was edited, and overwriting it is neither asked nor forced.
    """
    differences, writes = [], []
    for exercise in exercises():
        solution, lesson = (path.read_text(encoding="utf-8") for path in (exercise.solution, exercise.lesson))
        for path, source, wanted, is_edited in (
            (exercise.skeleton, exercise.solution, skeleton(exercise.name, solution), edited),
            (exercise.notebook, exercise.lesson, notebooks.make(exercise, lesson), notebooks.edited),
        ):
            found = path.read_text(encoding="utf-8") if path.exists() else ""
            if found == wanted:
                continue
            shown = f"exercises/{path.name}"
            if found and is_edited(found) and not check and not force:
                raise UsageError(
                    f"{shown} was edited by hand, and would be overwritten; nothing was written.\n"
                    f"Keep a copy of it, then: python -m checker sync --force"
                )
            came_from = f"{shown} from {source.parent.name}/{source.name}"
            differences += difflib.unified_diff(_lines(found), _lines(wanted), shown, came_from, lineterm="")
            writes.append((path, wanted))
    for path, wanted in [] if check else writes:
        path.parent.mkdir(exist_ok=True)
        path.write_text(wanted, encoding="utf-8")
    return "\n".join(differences)


def _lines(text):
    """The lines of a file, those of pictures inside a notebook cut short: a diff is there to be read."""
    return [line if len(line) < 500 else f"{line[:80]}... ({len(line):,} characters)" for line in text.splitlines()]
