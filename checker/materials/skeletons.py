"""Makes a skeleton of a solution: each answer is taken out.

Its first line names the source and carries a checksum of the rest, by which a skeleton that somebody has edited is told
from one that is merely old.
"""

import ast
import re

from checker.materials.checksum import checksum

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
    lines, kept, done = source.splitlines(), [], 0
    for first, last, function in regions(name, source):
        indent = lines[first - 1].partition(BEGIN)[0]
        kept += lines[done : first - 1]
        kept.append(f"{indent}# YOUR CODE HERE")
        kept.append(f'{indent}raise NotImplementedError("{name}.{function} is yours to write")')
        done = last
    body = "\n".join(kept + lines[done:]) + "\n"
    return (
        f"# Generated from solutions/{name}.py (checksum {checksum(body)}). Yours to fill in: YOUR CODE HERE.\n{body}"
    )


def to_write(name, source):
    """The functions that learners write, in the order of the file; arguments and errors as for `skeleton`."""
    return list(dict.fromkeys(function for _, _, function in regions(name, source)))


def regions(name, source):
    """Where the answers stand: `(line of BEGIN, line of END, function around them)`; all else as for `skeleton`."""
    found, start, functions = [], None, functions_of(source)
    for number, line in enumerate(source.splitlines(), start=1):
        if line.strip() == BEGIN:
            if start:
                raise ValueError(f"solutions/{name}.py, line {number}: a region begins inside that of line {start}")
            start, function = number, _innermost(functions, number)
            if function is None:
                raise ValueError(f"solutions/{name}.py, line {number}: a region must stand inside a function")
        elif line.strip() == END:
            if not start:
                raise ValueError(f"solutions/{name}.py, line {number}: a region ends that never began")
            found.append((start, number, function))
            start = None
    if start:
        raise ValueError(f"solutions/{name}.py, line {start}: this region never ends")
    if not found:
        raise ValueError(f"solutions/{name}.py has no region between {BEGIN} and {END}")
    return found


def edited(text):
    """Whether a skeleton was changed after it was generated."""
    head = HEAD.match(text)
    return head is None or head[2] != checksum(text[head.end() :])


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


def bodies(source):
    """The source of each function, by its qualified name, without the marks of a solution."""
    lines = source.splitlines()
    return {
        name: "\n".join(line for line in lines[first - 1 : last] if line.strip() not in (BEGIN, END))
        for first, last, name in functions_of(source)
    }


def _innermost(functions, line):
    around = [(first, name) for first, last, name in functions if first < line <= last + 1]
    return max(around)[1] if around else None
