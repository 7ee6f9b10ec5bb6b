"""An exception in a learner's file, as its worker told it, and the one message that a learner reads of it."""

import re
from dataclasses import dataclass

from checker.failures import Failure, Unwritten
from checker.learner import loading
from checker.learner.messages import brief, exception_hint
from checker.text import readable

CODE_SHOWN = 200  # characters of a line of code
MOST_LINES = 10**7  # of a file
LONGEST, MOST = 60, 40  # characters of a name, and names, whatever came


@dataclass(frozen=True)
class Raised:
    """An exception. All of it is the word of a process that runs learner code: it is used in messages only.

    Attributes:
        kind: the name of its class.
        message: what it says.
        subject: what was called: a function as `"name()"`, or the file.
        line, function, code: the place in the learner's file, innermost; 0, "" and "" where it rose elsewhere.
        unknown: the kind of name that there is not, "" for none; see `checker.worker.explain.explain`.
        name, of, near, known: more of that.
        caret: `(column, width)` of what is wrong in `code`; None if unknown.
        beside: whether the function has code beside a `raise NotImplementedError`.
        divides: whether it divides by `/`.
    """

    kind: str
    message: str
    subject: str
    line: int = 0
    function: str = ""
    code: str = ""
    unknown: str = ""
    name: str = ""
    of: str = ""
    near: tuple = ()
    known: tuple = ()
    caret: tuple | None = None
    beside: bool = False
    divides: bool = False

    @classmethod
    def read(cls, subject, kind, message, frames, more):
        """Put it together.

        Args:
            subject, kind, message: see above.
            frames: `[[line, function, code], ...]`, outermost first.
            more: what `checker.worker.explain.explain` found; whatever else came in its place counts for nothing.
        """
        line, function, code = frames[-1] if frames else (0, "", "")
        line = line if type(line) is int and 0 <= line < MOST_LINES else 0
        function, code = (each[:CODE_SHOWN] if type(each) is str else "" for each in (function, code))
        more = more if type(more) is dict else {}

        def text(key):
            return more[key][:LONGEST] if type(more.get(key)) is str else ""

        def texts(key):
            found = more.get(key)
            return tuple(each[:LONGEST] for each in found[:MOST] if type(each) is str) if type(found) is list else ()

        caret = more.get("caret")
        right = type(caret) is list and [type(each) for each in caret] == [int, int]
        right = right and 0 <= caret[0] < CODE_SHOWN and 0 < caret[1] <= CODE_SHOWN
        return cls(
            kind, message, subject, line, function, code, text("kind"), text("name"), text("of"), texts("near"),
            texts("known"), tuple(caret) if right else None, more.get("beside") is True, more.get("divides") is True,
        )  # fmt: skip

    def failure(self, exercise, called, otherwise, printed):
        """The `Failure` of a check that met it.

        Args:
            exercise: the name under which the file is imported.
            called: the call that it is about.
            otherwise: where to point to if it rose outside of the learner's file: see `Failure.where`.
            printed: what the learner's code printed.
        """
        where = (self.line, self.function) if self.line else otherwise
        function = re.fullmatch(rf"{re.escape(exercise)}\.([\w.]+) is yours to write", self.message)
        if self.kind == "NotImplementedError" and function and not self.beside:
            return Unwritten(self.message, called=called, where=where, printed=printed)
        what, got = f"what {self.subject} does", f"{self.kind}: {brief(self.message)}" if self.message else self.kind
        if self.code:
            got += "\nin the line:" + (self._pointed() if self.caret else f" {readable(self.code)}")
        hint = self._left_standing() or loading.syntax_hint(self) or exception_hint(self)
        return Failure(what, Failure.RAISED, got, hint, called, where, printed)

    def _pointed(self):
        """The line of code, and below it what points to a part of it: both begin at the same column."""
        column, width = self.caret
        before, beneath = readable(self.code[:column]), readable(self.code[column : column + width])
        return f"\n{readable(self.code)}\n{' ' * len(before)}{'^' * max(1, len(beneath))}"

    def _left_standing(self):
        """The hint where a function was written, and still raises what its skeleton raised."""
        if self.kind != "NotImplementedError" or not self.beside or "NotImplementedError" not in self.code:
            return ""
        return f"Your code is there, but NotImplementedError is still raised, line {self.line}: delete that line."
