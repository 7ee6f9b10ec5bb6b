"""Makes a skeleton of a solution: each answer is taken out.

Its first line names the source and carries a checksum of the rest, by which a skeleton that somebody has edited is told
from one that is merely old.
"""

import ast
import hashlib
import re

BEGIN, END = "### BEGIN SOLUTION", "### END SOLUTION"
HEAD = re.compile(r"# Generated from solutions/(\w+)\.py \(checksum ([0-9a-f]{16})\)\.[^\n]*\n")


def skeleton(name, source):
    """The skeleton of a solution.

    Args:
        name: the exercise's name.
        source: the solution's text.

    Raises:
        ValueError: the markers do not pair up, stand outside a function, or are none.
    """
    lines, kept, start, functions = source.splitlines(), [], None, functions_of(source)
    for number, line in enumerate(lines, start=1):
        if line.strip() == BEGIN:
            if start:
                raise ValueError(f"solutions/{name}.py, line {number}: a region begins inside that of line {start}")
            start = number
            function = _innermost(functions, number)
            if function is None:
                raise ValueError(f"solutions/{name}.py, line {number}: a region must stand inside a function")
            indent = line[: -len(line.lstrip())]
            kept.append(f"{indent}# YOUR CODE HERE")
            kept.append(f'{indent}raise NotImplementedError("{name}.{function} is yours to write")')
        elif line.strip() == END:
            if not start:
                raise ValueError(f"solutions/{name}.py, line {number}: a region ends that never began")
            start = None
        elif not start:
            kept.append(line)
    if start:
        raise ValueError(f"solutions/{name}.py, line {start}: this region never ends")
    if len(kept) == len(lines):
        raise ValueError(f"solutions/{name}.py has no region between {BEGIN} and {END}")
    body = "\n".join(kept) + "\n"
    return (
        f"# Generated from solutions/{name}.py (checksum {_checksum(body)}). Yours to fill in: YOUR CODE HERE.\n{body}"
    )


def edited(text):
    """Whether a skeleton was changed after it was generated."""
    head = HEAD.match(text)
    return head is None or head[2] != _checksum(text[head.end() :])


def _checksum(body):
    return hashlib.sha256(body.encode()).hexdigest()[:16]


def functions_of(source):
    """`(first line, last line, qualified name)` of each function."""
    found = []

    def visit(node, prefix):
        for child in ast.iter_child_nodes(node):
            if isinstance(child, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
                name = f"{prefix}{child.name}"
                if not isinstance(child, ast.ClassDef):
                    found.append((child.lineno, child.end_lineno, name))
                visit(child, f"{name}.")
            else:
                visit(child, prefix)

    visit(ast.parse(source), "")
    return found


def _innermost(functions, line):
    around = [(first, name) for first, last, name in functions if first < line <= last + 1]
    return max(around)[1] if around else None
