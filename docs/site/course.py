"""What the first page shows of each lesson, from the lesson itself; and the keys, on the instructors' site alone."""

import re
from pathlib import Path

from sphinx.directives.other import TocTree
from sphinx.util.docutils import SphinxDirective

TITLE = re.compile(r"^# (.*)$", re.MULTILINE)
IMAGE = re.compile(r"!\[([^\]]*)\]\(([^)]+)\)")


class Course(SphinxDirective):
    """A card for each lesson, in the order of the course: its number, its title, its first image."""

    def run(self):
        folder = Path(self.env.srcdir, "lessons")
        lessons = sorted(folder.glob("[0-9]*-*.md"), key=lambda path: int(path.stem.partition("-")[0]))
        cards = "".join(map(self.card, lessons))
        return self.parse_text_to_nodes(
            f"`````{{grid}} 1 2 2 4\n:gutter: 3\n:class-container: course\n\n{cards}`````\n"
        )

    def card(self, path):
        self.env.note_dependency(path)
        text = path.read_text("utf-8")
        number, _, title = TITLE.search(text)[1].rpartition(": ")
        options = [f":link: /lessons/{path.stem}", ":link-type: doc"]
        if image := IMAGE.search(text):
            options += [f":img-top: /lessons/{image[2]}", f":img-alt: {image[1]}"]
        return "\n".join([f"````{{grid-item-card}} {number}", *options, "", title[:1].upper() + title[1:], "````", ""])


class Keys(TocTree):
    """A toctree where its pages are; nothing where they are not."""

    def run(self):
        folder = self.content[0].partition("/")[0] + "/"
        return super().run() if any(name.startswith(folder) for name in self.env.found_docs) else []


def setup(app):
    app.add_directive("course", Course)
    app.add_directive("keys", Keys)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
