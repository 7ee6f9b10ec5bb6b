"""Reads JSON of a known form: what is missing, or of another kind, is named, and never met as a KeyError."""

from checker.text import describe

NUMBER = (int, float)
KINDS = {
    str: "text", int: "a whole number", NUMBER: "a number", bool: "true or false", dict: "an object", list: "a list"
}  # fmt: skip


class Malformed(ValueError):
    """JSON that has not the form that it should have; the message names the place, what was expected, and what came."""


class Reader:
    """A JSON object, read field by field.

    Args:
        content: what `json.loads` gave.
        place: what the object is, for messages, such as `"report.tests[2]"`.

    Raises:
        Malformed: it is no object.
    """

    def __init__(self, content, place):
        self._content, self._place = expect_kind(content, dict, place), place

    def take(self, name, kind):
        """The value of a field.

        Args:
            name: the field's.
            kind: its type, one of `KINDS`.

        Raises:
            Malformed: it is missing, or of another type.
        """
        if name not in self._content:
            raise Malformed(f"{self._place} has no {name}")
        return expect_kind(self._content[name], kind, f"{self._place}.{name}")

    def inside(self, name):
        """A `Reader` of an object in a field."""
        return Reader(self.take(name, dict), f"{self._place}.{name}")

    def items(self, kind):
        """All fields as `{name: value}`, each of that type."""
        return {name: self.take(name, kind) for name in self._content}

    def has(self, name):
        """Whether the field is there, and not null."""
        return self._content.get(name) is not None


def expect_kind(value, kind, place):
    """The value, if it is of that type; true and false are no numbers.

    Raises:
        Malformed: it is of another type.
    """
    if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
        raise Malformed(f"{place}: expected {KINDS[kind]}, got {describe(value)}")
    return value
