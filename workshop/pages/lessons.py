"""What an exercise's own texts say about a run: its lesson, and the numbers kept for its solution."""

import functools
import json
import os
import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from workshop.pages import effort

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = (ROOT / "docs" / "lessons", ROOT / "checker" / "carried" / "lessons")  # of a checkout, and when installed
READING = "Reading what a run leaves"
MORE = ("When it goes wrong", "What to try next")
# An item of a list about files: their names in bold, then a colon, and what to look for in them.
ITEM = re.compile(r"^- ((?:\*\*`[^`]+`\*\*(?:, | and |: ?))+)(?<=:)(.*(?:\n(?:  .*|(?=\n  )))*)", re.MULTILINE)
IMAGE = re.compile(r"!\[[^\]]*\]\([^)]*\)")


@dataclass(frozen=True)
class Lesson:
    """What pages say of a lesson.

    Attributes:
        title: its first heading.
        path: of the file.
        looks: `{file name: markup}`, what to look for in what a run leaves. Where a lesson is silent on a file, the one
            before it is asked, and so on.
        more: `[(heading, markup), ...]` of sections that help on.
        has_reading: whether there is a section `READING`.
    """

    title: str
    path: Path
    looks: dict
    more: list
    has_reading: bool

    @property
    def file(self):
        return self.path.name

    @property
    def reading(self):
        return READING if self.has_reading else ""

    def url(self, inside):
        """Where the lesson lies, seen from a folder."""
        try:
            return quote(Path(os.path.relpath(self.path, inside)).as_posix())
        except ValueError:  # another drive, on Windows
            return self.path.as_uri()


def lesson(name):
    """An exercise's `Lesson`; None where there is none."""
    paths = _lessons()
    own = [number for number, path in enumerate(paths) if path.stem.partition("-")[2] == name]
    return _read(tuple(paths[: own[0] + 1])) if own else None


def reference(name):
    """The kept results of the exercise's solution: `{"config": ..., "results": ...}`; None if there are none."""
    for folder in FOLDERS:
        path = folder / "reference" / f"{name}.json"
        if path.is_file():
            return json.loads(path.read_text("utf-8"))
    return None


def leaving(file):
    """The exercises whose lessons name a file that their run leaves, in the course's order."""
    return [path.stem.partition("-")[2] for path in _lessons() if f"`{file}`" in path.read_text("utf-8")]


def _lessons():
    """The lessons' files, in the order of the course."""
    found = [path for folder in FOLDERS for path in folder.glob("*-*.md") if path.stem.partition("-")[0].isdigit()]
    return sorted(found, key=lambda path: int(path.stem.partition("-")[0]))


@functools.lru_cache(maxsize=8)
def _read(paths):
    looks = {}
    for path in reversed(paths):  # its own first
        origin = "" if path == paths[-1] else f"\n\nThis is from {path.name}, which says more."
        for name, look in _looks(_section(path.read_text("utf-8"), READING)).items():
            looks.setdefault(name, _markup(look + origin))
    text = paths[-1].read_text("utf-8")
    title = next((line[2:].strip() for line in text.splitlines() if line.startswith("# ")), paths[-1].stem)
    more = [(heading, _markup(part)) for heading in MORE if (part := _section(text, heading))]
    return Lesson(title, paths[-1], looks, more, bool(_section(text, READING)))


def _section(text, heading):
    match = re.search(rf"^## {re.escape(heading)}$(.*?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL)
    return effort.without(match[1]).strip() if match else ""


def _looks(section):
    found = {}
    for names, text in ITEM.findall(section):
        # A sentence that leads to an image of the lesson's goes with the image.
        text = re.sub(rf"[^.?!]*:\s*{IMAGE.pattern}", "", " ".join(text.split())).strip()
        for name in re.findall(r"`([^`]+)`", names):
            found[name] = text[:1].upper() + text[1:]
    return found


def _markup(text):
    """Markdown as markup, without its images and the targets of its links, which are elsewhere."""
    from markdown_it import MarkdownIt
    from markupsafe import Markup

    text = re.sub(r"(?<!!)\[([^\]]+)\]\([^)]+\)", r"\1", IMAGE.sub("", text))
    return Markup(MarkdownIt("commonmark", {"html": False}).enable("table").render(text))
