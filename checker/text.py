"""Short texts of values, numbers and paths, as they stand in messages."""

from pathlib import Path

import numpy as np

NESTED = 3  # levels of lists in lists that are told
MOST_WORD = 100  # characters of one name in a message
MOST_SHOWN = 5000  # characters of one field of a message


def encodable(text):
    """The text as UTF-8 can hold it: halves of characters, as names of files may have them, are spelled out."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def describe(value, depth=0):
    """A learner's value in a few words, however large, deep or strange it is."""
    if value is None:
        return "None"
    if isinstance(value, np.ndarray):
        return f"{value.dtype.name} {value.shape}" if value.ndim else f"{value.dtype.name} {number(value)}"
    if isinstance(value, (list, tuple)):
        if depth == NESTED:
            return f"a {type(value).__name__}"
        inside = ", ".join(describe(item, depth + 1) for item in value[:3]) + (", ..." if len(value) > 3 else "")
        return f"a {type(value).__name__} ({inside})"
    if isinstance(value, (bool, int, float, str)):
        text = repr(value[:MOST_WORD] if isinstance(value, str) else value)
        return f"{text[:60]}{'...' if len(text) > 60 else ''} (a {type(value).__name__})"
    if isinstance(value, dict):
        return f"a dict with {', '.join(key[:MOST_WORD] for key in list(value)[:5]) or 'nothing in it'}"
    return str(value)


def number(value):
    """A number in at most four significant digits."""
    return f"{float(value):.4g}"


def joined(words):
    """Words as a sentence lists them: "easy, medium and hard"."""
    *first, last = words
    return f"{', '.join(first)} and {last}" if first else last


def shown_path(path):
    """A path as one would type it here; characters that no terminal should get are spelled out."""
    path = Path(path)
    if path.is_relative_to(Path.cwd()):
        path = path.relative_to(Path.cwd())
    return readable(str(path)).replace("\n", "\\n")


def readable(text):
    """Text with control characters made visible, so that no terminal obeys what learner code printed."""
    return "".join(c if c.isprintable() or c in "\n\t" else f"\\x{ord(c):02x}" for c in text)


def cut(text, most=MOST_SHOWN, more=0, between=" "):
    """The beginning of a text, and how much was left away: of it, and of what it was the beginning of (`more`)."""
    rest = max(len(text) - most, 0) + more
    return f"{text[:most]}{between}[cut: {rest:,} more characters]" if rest else text
