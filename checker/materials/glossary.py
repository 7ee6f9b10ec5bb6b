"""The glossary as it lies beside the notebooks, which link to it."""

import re

from checker.materials.checksum import checksum

NAME = "glossary.md"
HEAD = re.compile(r"<!-- Generated from docs/lessons/glossary\.md \(checksum ([0-9a-f]{16})\)\. -->\n\n")


def make(text):
    """The glossary with a first line that says where it comes from."""
    return f"<!-- Generated from docs/lessons/{NAME} (checksum {checksum(text)}). -->\n\n{text}"


def edited(text):
    """Whether the glossary beside the notebooks was changed after it was made."""
    head = HEAD.match(text)
    return head is None or head[1] != checksum(text[head.end() :])
