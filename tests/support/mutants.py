"""Small mistakes made by a machine: the solutions with one operator, number, keyword or argument changed.

Most mutations are those of Cosmic Ray (its operators; our own loop, for what runs the answer is our checker). Two are
ours, for mistakes that Cosmic Ray does not make: a keyword argument left out, and two positional arguments exchanged.
"""

import ast
import re
from typing import NamedTuple

from checker.exercises import by_name
from checker.materials.skeletons import BEGIN, END

# A mutant that is a right answer, too: what changed, as a pattern of "operator: the new line", and why it is no mistake.
SIZE = "another size, which is the learner's to choose"
RATE = "another rate, momentum or slope, which is the learner's to choose"
SPEED = "the same numbers, faster or slower"
NAME = "a name, which nothing depends on"
BIAS = "a bias that batch normalization takes away again"
SLOPE = "an unusual slope, but a bend, and the learner's to choose"
AVERAGE = "another running average of the weights, or none"
DEFAULT = "Keras's default does as well"
EQUIVALENT = {
    "mnist": [
        (r"NumberReplacer: .*Dense\( ?(29\d|30\d|99|10[01])\b", SIZE),
        (r"NumberReplacer: .*Dropout", RATE),
        (r"(True|leave out).*use_ema|leave out: ema_momentum|NumberReplacer: .*ema_momentum=", AVERAGE),
        (r"leave out: name=", NAME),
        (r"leave out: activation='relu'", "the other hidden layer still has a nonlinearity"),
    ],
    "cnn": [
        (r"(NumberReplacer: for filters|exchange arguments: model.add\(keras.layers.Conv2D)", SIZE),
        (r"NumberReplacer: .*Dropout", RATE),
        (r"optimize=", SPEED),
        (r"(True|leave out).*use_ema|leave out: ema_momentum|NumberReplacer: .*ema_momentum=", AVERAGE),
        (r"leave out: name=", NAME),
        (r"use_bias", BIAS),
        (r"leave out: momentum", DEFAULT),
        (r"NumberReplacer: .*BatchNormalization\(momentum= -0.0", RATE),
        (r"NumberReplacer: .*(decay_steps=|decay_rate= 1\.3)", RATE),
    ],
    "dcgan": [
        (r"NumberReplacer: keras.layers.LeakyReLU\( 1\.2", SLOPE),
        (r"(NumberReplacer|exchange arguments): keras.layers.Conv2D(Transpose)?\(", SIZE),
        (r"use_bias", BIAS),
        (r"leave out: name=", NAME),
        (
            r"leave out: (padding='same'|strides=2) of keras.layers.Conv2D$",
            "another shape inside, and two layers with a stride of 2 are left",
        ),
    ],
}


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
        return next((why for pattern, why in EQUIVALENT[self.exercise] if re.search(pattern, self.title)), "")


def mutants(exercise):
    """All mutants of the regions that learners write, in a fixed order; each text once: a list of `Mutant`."""
    text = by_name(exercise).solution.read_text(encoding="utf-8")
    lines, inside, within = text.splitlines(), set(), False
    for number, line in enumerate(lines, start=1):
        within = (within or BEGIN in line) and END not in line
        if within:
            inside.add(number)
    found, seen = [], {text}
    for operator, mutated, told in (*_of_cosmic_ray(text), *_left_out(text), *_exchanged(text)):
        changed = next((n for n, (a, b) in enumerate(zip(lines, mutated.splitlines(), strict=False), 1) if a != b), 0)
        if changed in inside and mutated not in seen:
            seen.add(mutated)
            told = told or re.sub(r"  +| (?=[,)])", "", mutated.splitlines()[changed - 1].strip())
            found.append(Mutant(exercise, operator, changed, told, mutated))
    return found


def _of_cosmic_ray(text):
    from cosmic_ray.mutating import mutate_code
    from cosmic_ray.plugins import get_operator, operator_names

    for name in sorted(operator_names()):
        short = name.split("/")[1].split("_")[0]
        if short in ("VariableInserter", "VariableReplacer", "AddNot"):  # two want names of variables; no `if` here
            continue
        operator, occurrence = get_operator(name)(), 0
        while (mutated := mutate_code(text.encode(), operator, occurrence)) is not None:
            yield short, mutated if isinstance(mutated, str) else mutated.decode(), ""
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
