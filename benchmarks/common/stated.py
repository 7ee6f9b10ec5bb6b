"""What a Python file states, read without running it."""

import ast
from typing import NamedTuple


class Stated(NamedTuple):
    """The first line of a file's docstring, its literal constants by name, and the names of its functions."""

    title: str
    constants: dict
    functions: set


def stated(path):
    """Read a file: a `Stated`."""
    tree = ast.parse(path.read_text("utf-8"))
    constants = {}
    for node in tree.body:
        if isinstance(node, ast.Assign):
            target = node.targets[0]
            try:
                value = ast.literal_eval(node.value)
            except ValueError:  # computed
                continue
            if isinstance(target, ast.Name):
                constants[target.id] = value
            elif isinstance(target, ast.Tuple):
                constants |= {each.id: part for each, part in zip(target.elts, value, strict=True)}
    functions = {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}
    return Stated((ast.get_docstring(tree) or "").partition("\n")[0], constants, functions)
