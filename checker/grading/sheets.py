"""Tables that an instructor writes beside the records: each row is checked, and all that is wrong is told at once."""

import csv
import difflib
import io
import unicodedata
from dataclasses import dataclass, field
from pathlib import Path

from checker.errors import UsageError
from checker.text import readable

MOST_TOLD = 20  # rows that are wrong


class Wrong(ValueError):
    """A row of a table, or a cell of it, cannot be used; the message says why."""


@dataclass
class Known:
    """Who and what a row may name.

    Attributes:
        students: `{name: number}` of all who handed in or stand in the roster; the number is the platform's, or "".
        names: those of the exercises.
    """

    students: dict
    names: list
    _by_key: dict = field(default=None, repr=False)

    def student(self, value):
        """The learner whom a cell names: as the tables call them, or by the platform's number.

        Raises:
            Wrong: there is nobody of that name, or more than one.
        """
        if self._by_key is None:
            self._by_key = {}
            for name, number in self.students.items():
                for key in {_plain(name), _plain(number)} - {""}:
                    self._by_key.setdefault(key, set()).add(name)
        if value in self.students:
            return value
        found = self._by_key.get(_plain(value), set())
        if len(found) == 1:
            return next(iter(found))
        if found:
            raise Wrong(f"{value!r} is more than one learner: {', '.join(sorted(found))}")
        near = difflib.get_close_matches(value, self.students, 1)
        raise Wrong(f"no learner {value!r} handed in" + (f"; did you mean {near[0]!r}?" if near else ""))

    def exercise(self, value):
        """The exercise that a cell names.

        Raises:
            Wrong: there is none of that name.
        """
        if value.lower() not in self.names:
            raise Wrong(f"there is no exercise {value!r}; expected one of: {', '.join(self.names)}")
        return value.lower()


def _plain(text):
    return " ".join(unicodedata.normalize("NFKC", text).split()).casefold()


def read(path, columns, needed, row):
    """Read a table, all of it or nothing.

    Args:
        path: of a CSV file with a head line, its columns separated by commas, semicolons or tabs.
        columns: their names; others are refused, for a misspelled one would be ignored in silence.
        needed: those that must be there.
        row: called with each row, a dict of texts without blanks around them, "" where a column is not there; returns
            `(key, value)`, or raises `Wrong`.

    Returns:
        `{key: value}`; empty where there is no such file.

    Raises:
        UsageError: it cannot be read, or rows are wrong: each is named by its line.
    """
    path = Path(path)
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror}.") from None
    except UnicodeDecodeError:
        raise UsageError(f"{path} is not text in UTF-8.\nSave it again as CSV UTF-8.") from None
    head = text.partition("\n")[0]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=max(",;\t", key=head.count))
    found, lines, wrong = {}, {}, []
    try:
        names = [name.strip().lower() for name in next(reader, [])]
        if missing := [name for name in needed if name not in names]:
            wrong.append(f"line 1: no column {' or '.join(missing)}; expected: {','.join(columns)}")
        if strange := [name for name in names if name and name not in columns]:
            wrong.append(f"line 1: no column is called {', '.join(strange)}; expected: {','.join(columns)}")
        if len(set(names)) < len(names):
            wrong.append("line 1: a column appears twice")
        end = reader.line_num
        for cells in reader if not wrong else ():
            at, end = end + 1, reader.line_num
            if not any(cell.strip() for cell in cells):
                continue
            try:
                if any(cell.strip() for cell in cells[len(names) :]):
                    raise Wrong(f"{len(cells)} cells, where the head line has {len(names)}; a comma needs quotes")
                values = {name: cell.strip() for name, cell in zip(names, cells, strict=False)}
                key, value = row({name: values.get(name, "") for name in columns})
                if key in found:
                    raise Wrong(f"line {lines[key]} says it already")
                found[key], lines[key] = value, at
            except Wrong as error:
                wrong.append(f"line {at}: {error}")
    except csv.Error as error:
        wrong.append(f"line {reader.line_num}: {error}")
    if wrong:
        more = [f"and {len(wrong) - MOST_TOLD} more"] if len(wrong) > MOST_TOLD else []
        told = "\n".join(f"  {readable(line)}" for line in [*wrong[:MOST_TOLD], *more])
        raise UsageError(f"{path} cannot be used, so nothing was done:\n{told}")
    return found


def number(text, most):
    """A number from 0 to `most`, as a cell has it: "12", "12.5", "12,5".

    Raises:
        Wrong: it is none.
    """
    try:
        value = float(text.replace(",", "."))
    except ValueError:
        value = -1
    if not 0 <= value <= most:
        raise Wrong(f"expected a number from 0 to {most:g}, got {text!r}")
    return value
