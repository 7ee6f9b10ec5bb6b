"""Makes notebooks of lessons: the same text, its Python blocks as cells to run, and room for written answers."""

import base64
import hashlib
import json
import re

import jupytext
import nbformat

from checker.materials.checksum import checksum
from checker.materials.questions import ANSWER

SETUP = """\
import sys

if "google.colab" in sys.modules:  # a machine of Google's, with nothing of this course on it yet
    %pip install -q neural-image-workshop
    !{{sys.executable}} -m checker start .
%reload_ext workshop.notebook
import {name}
"""
CHECK = "!{{sys.executable}} -m checker {name} --no-train  # what is right, and what is not yet; as often as you like"
PICTURE = re.compile(r"!\[([^\]]*)\]\((pictures/[^)]+)\)")


def make(exercise, text):
    """The notebook of a lesson.

    Cells are the lesson's sections and its Python blocks. Ids are derived from content, so that what is made twice is
    the same twice. Pictures are carried inside.

    Args:
        exercise: a `checker.exercises.Exercise`.
        text: the lesson, Markdown.

    Returns:
        The notebook's text, JSON.
    """
    header = "---\njupyter:\n  jupytext:\n    split_at_heading: true\n---\n\n"
    parsed = jupytext.reads(header + text, fmt="md")
    cells, seen = list(_split(parsed.cells)), set()
    setup, check = (nbformat.v4.new_code_cell(code.format(name=exercise.name).rstrip()) for code in (SETUP, CHECK))
    place = next((index for index, cell in enumerate(cells) if cell.source.startswith("## How to work")), 0) + 1
    cells[place:place] = [setup, check]
    for cell in cells:
        cell.metadata = {}
        if cell.cell_type == "markdown":
            _carry_pictures(cell, exercise.lesson.parent)
        cell["id"] = _id(cell, seen)
    book = nbformat.v4.new_notebook(cells=cells)
    book.metadata = {
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
        "workshop": {"generated_from": f"docs/lessons/{exercise.lesson.name}", "checksum": _digest(book)},
    }
    nbformat.validate(book)
    return nbformat.writes(book) + "\n"


def edited(text):
    """Whether a notebook was changed after it was made; one that was only run counts, too, for its outputs are new."""
    try:
        book = nbformat.reads(text, as_version=4)
        return book.metadata["workshop"]["checksum"] != _digest(book)
    except Exception:  # whatever it is, it is not what we wrote
        return True


def _split(cells):
    """The cells, empty ones left out, and with a cell of its own for each written answer."""
    for cell in cells:
        parts = re.split(f"({re.escape(ANSWER)})", cell.source) if cell.cell_type == "markdown" else [cell.source]
        make_cell = getattr(nbformat.v4, f"new_{cell.cell_type}_cell")
        yield from (make_cell(part.strip("\n")) for part in parts if part.strip())


def _digest(book):
    cells = [
        [cell["id"], cell.cell_type, cell.source, cell.get("outputs"), cell.get("attachments")] for cell in book.cells
    ]
    # Sorted: what is written and read again has its keys in another order.
    return checksum(json.dumps(cells, sort_keys=True))


def _carry_pictures(cell, folder):
    """Put the pictures that a cell shows into the cell."""
    attachments = {}

    def embed(match):
        path = folder / match[2]
        if path.suffix == ".svg":  # JupyterLab shows none that a cell carries; see diagrams.py
            path = path.with_suffix(".png")
        kind = "gif" if path.suffix == ".gif" else "png"
        attachments[path.name] = {f"image/{kind}": base64.b64encode(path.read_bytes()).decode("ascii")}
        return f"![{match[1]}](attachment:{path.name})"

    cell.source = PICTURE.sub(embed, cell.source)
    if attachments:
        cell["attachments"] = attachments


def _id(cell, seen):
    """An id of eight hexadecimal digits: of the cell's content, and of how often it came before."""
    count = 0
    while True:
        digest = hashlib.sha256(f"{cell.cell_type}\n{cell.source}\n{count}".encode()).hexdigest()[:8]
        if digest not in seen:
            seen.add(digest)
            return digest
        count += 1
