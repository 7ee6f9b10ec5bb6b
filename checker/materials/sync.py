"""Makes what is generated: skeletons, notebooks, their glossary, diagrams, and the README's table of exercises."""

import difflib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from checker import exercises
from checker.errors import UsageError
from checker.materials import diagrams, glossary, notebooks, skeletons
from checker.materials.listing import listing


@dataclass
class Generated:
    """A generated file.

    Attributes:
        path: where it lies.
        name: its path as contributors know it.
        sources: what it is made of, likewise.
        wanted: the text that it should have.
        edited: tells of a text whether somebody edited it; such a file is overwritten only by force.
    """

    path: Path
    name: str
    sources: str
    wanted: str
    edited: Callable


def sync(check=False, force=False):
    """Write the generated files that are missing or old.

    Args:
        check: write nothing; tell what would change.
        force: overwrite also what somebody has edited.

    Returns:
        The differences as text, empty where nothing is to be done. With `check`, something is wrong unless it is.

    Raises:
        UsageError: one was edited, and overwriting it is neither asked nor forced; or a diagram cannot be drawn.
    """
    # First, for notebooks carry them.
    old = [source for source in diagrams.sources() if diagrams.is_old(source)]
    differences = [f"docs/diagrams/{source.name} is not drawn as it is now" for source in old]
    for source in [] if check else old:
        diagrams.draw(source)
    writes = []
    for file in generated():
        found = file.path.read_text(encoding="utf-8") if file.path.exists() else ""
        if found == file.wanted:
            continue
        if found and file.edited(found) and not check and not force:
            raise UsageError(
                f"{file.name} was edited by hand, and would be overwritten; nothing was written.\n"
                f"Keep a copy of it, then: python -m checker sync --force"
            )
        came_from = f"{file.name} from {file.sources}"
        differences += difflib.unified_diff(_lines(found), _lines(file.wanted), file.name, came_from, lineterm="")
        writes.append(file)
    for file in [] if check else writes:
        file.path.parent.mkdir(exist_ok=True)
        file.path.write_text(file.wanted, encoding="utf-8")
    return "\n".join(differences)


def generated():
    """Yield each generated file, as it should be now."""
    for exercise in exercises.exercises():
        solution, lesson = (path.read_text(encoding="utf-8") for path in (exercise.solution, exercise.lesson))
        yield Generated(
            exercise.skeleton,
            f"exercises/{exercise.skeleton.name}",
            f"solutions/{exercise.solution.name}",
            skeletons.skeleton(exercise.name, solution),
            skeletons.edited,
        )
        yield Generated(
            exercise.notebook,
            f"exercises/{exercise.notebook.name}",
            f"docs/lessons/{exercise.lesson.name}",
            notebooks.make(exercise, lesson),
            notebooks.edited,
        )
    words = exercises.glossary().read_text(encoding="utf-8")
    yield Generated(
        exercises.learners_glossary(),
        f"exercises/{glossary.NAME}",
        f"docs/lessons/{glossary.NAME}",
        glossary.make(words),
        glossary.edited,
    )
    readme = exercises.ROOT / "README.md"
    text = listing(readme.read_text(encoding="utf-8"))
    # Only the table between two marks is made anew, so nothing of anybody's is lost.
    yield Generated(readme, "README.md", "check files, lessons and solutions", text, lambda found: False)


def _lines(text):
    """The lines of a file, those of pictures inside a notebook cut short: a diff is there to be read."""
    return [line if len(line) < 500 else f"{line[:80]}... ({len(line):,} characters)" for line in text.splitlines()]
