"""Cells of a table as CSV that no spreadsheet takes for formulas."""

import csv
import io
import re
import unicodedata

from checker.files import write_whole
from checker.text import encodable

NUMBER = re.compile(r"-?[\d.,]*%?")  # and "-", Moodle's for none
# What begins a formula, at the start or behind a separator. In each of its forms: some programs take one for another.
FORMS = [chr(n) for n in range(0x10000) if unicodedata.normalize("NFKC", chr(n)) in ("=", "+", "-", "@", "\u2212")]
FORMULA = re.compile(rf"(^|[,;|])([\s\"']*)(?=[{re.escape(''.join(FORMS))}])")


def harmless(value):
    """A value that no spreadsheet takes for a formula, whatever it takes for a separator.

    Args:
        value: a text, as a learner or a platform gave it, such as the name =HYPERLINK(...); numbers stay as they are.
    """
    if not isinstance(value, str):
        return value
    value = "".join(c if c.isprintable() else " " if unicodedata.category(c) == "Zs" else _spelled(c) for c in value)
    return FORMULA.sub(r"\1'\2", value)


def _spelled(character):
    """A character that is not seen, or ends a line, in letters; what has no place in text stays, see `write_table`."""
    return character if "\ud800" <= character <= "\udfff" else f"\\x{ord(character):02x}"


def write_table(path, table, delimiter, head="", newline="\n"):
    """Write a table as CSV, all of it or nothing.

    Args:
        path: the file's.
        table: rows, which are lists of cells.
        delimiter: between cells.
        head: text that stands before it as it is.
        newline: what ends a row.
    """
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter, lineterminator=newline).writerows(table)
    write_whole(path, encodable(head + text.getvalue()))
