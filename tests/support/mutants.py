"""Small mistakes made by a machine: the solutions with one operator, number, keyword or argument changed.

Most mutations are those of Cosmic Ray (its operators; our own loop, for what runs the answer is our checker). Two are
ours, for mistakes that Cosmic Ray does not make: a keyword argument left out, and two positional arguments exchanged.
"""

import ast
import functools
import re
from typing import NamedTuple

from checker.exercises import by_name
from checker.materials.skeletons import BEGIN, END
from tests.support.answers import ANSWERS


class Mutant(NamedTuple):
    """A solution with one change: its exercise, what made it, the line's number, what is new in it, the whole text."""

    exercise: str
    operator: str
    line: int
    changed: str
    text: str

    @property
    def title(self):
        return f"{self.operator}: {self.changed}"

    @property
    def equivalent(self):
        """Why it is no mistake; "" if nothing says so."""
        return next((why for pattern, why in equivalent(self.exercise) if re.search(pattern, self.title)), "")


@functools.cache
def equivalent(exercise):
    """What is known of mutants that are right answers, too: `[(pattern, why), ...]` of tests/answers/NAME/mutants.

    There, each line is a pattern of "operator: the new line", ` -- `, and why it is no mistake; `#` begins a comment.
    """
    path = ANSWERS / exercise / "mutants"
    lines = path.read_text("utf-8").splitlines() if path.exists() else []
    told = [line.rpartition(" -- ") for line in lines if line.strip() and not line.startswith("#")]
    return [(pattern, why.strip()) for pattern, _, why in told]


@functools.cache
def mutants(exercise):
    """All mutants of the regions that learners write, in a fixed order; each text once: a list of `Mutant`."""
    text = by_name(exercise).solution.read_text(encoding="utf-8")
    lines, inside, within = text.splitlines(), set(), False
    for number, line in enumerate(lines, start=1):
        within = (within or BEGIN in line) and END not in line
        if within:
            inside.add(number)
    found, seen = [], {text}
    for operator, mutated, told in (*_of_cosmic_ray(text, inside), *_left_out(text), *_exchanged(text)):
        changed = next((n for n, (a, b) in enumerate(zip(lines, mutated.splitlines(), strict=False), 1) if a != b), 0)
        if changed in inside and mutated not in seen:
            seen.add(mutated)
            told = told or re.sub(r"  +| (?=[,)])", "", mutated.splitlines()[changed - 1].strip())
            found.append(Mutant(exercise, operator, changed, told, mutated))
    return found


def _of_cosmic_ray(text, inside):
    """Mutations of functions and classes that have lines of these numbers.

    One is parsed at a time, without the rest of the file: it is parsed anew for each mutation.
    """
    from cosmic_ray.mutating import mutate_code
    from cosmic_ray.plugins import get_operator, operator_names

    lines = text.splitlines(keepends=True)
    spans = [(node.lineno - 1, node.end_lineno) for node in ast.parse(text).body]
    spans = [(start, end) for start, end in spans if not inside.isdisjoint(range(start + 1, end + 1))]
    pieces = [("".join(lines[:start]), "".join(lines[start:end]), "".join(lines[end:])) for start, end in spans]

    for name in sorted(operator_names()):
        short = name.split("/")[1].split("_")[0]
        if short in ("VariableInserter", "VariableReplacer", "AddNot"):  # two want names of variables; no `if` here
            continue
        operator = get_operator(name)()
        for before, piece, after in pieces:
            occurrence = 0
            while (mutated := mutate_code(piece.encode(), operator, occurrence)) is not None:
                yield short, before + (mutated if isinstance(mutated, str) else mutated.decode()) + after, ""
                occurrence += 1


def _calls(text):
    return [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Call)]


def _offset(text, line, column):
    """Where a place of the syntax tree lies in the text; columns count bytes."""
    lines = text.splitlines(keepends=True)
    return sum(map(len, lines[: line - 1])) + len(lines[line - 1].encode()[:column].decode())


def _span(text, node):
    return _offset(text, node.lineno, node.col_offset), _offset(text, node.end_lineno, node.end_col_offset)


def _left_out(text):
    """Each keyword argument left out."""
    for call in _calls(text):
        for keyword in call.keywords:
            start, end = _span(text, keyword)
            after = re.match(r"\s*,\s*", text[end:])
            before = re.search(r",\s*$", text[:start])
            if after and "\n" not in after[0]:
                end += after.end()
            elif before:
                start = before.start()
            told = f"{ast.unparse(keyword)} of {ast.unparse(call.func)}"
            yield "leave out", text[:start] + text[end:], told


def _exchanged(text):
    """The first two positional arguments of each call exchanged."""
    for call in _calls(text):
        if len(call.args) >= 2 and not any(isinstance(arg, ast.Starred) for arg in call.args[:2]):
            (a, b), (c, d) = (_span(text, arg) for arg in call.args[:2])
            yield "exchange arguments", text[:a] + text[c:d] + text[b:c] + text[a:b] + text[d:], ""
