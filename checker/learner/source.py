"""Reads a learner's file without running it: for what the running code could hide, since it runs where it may lie.

Whoever runs in the worker can switch off the worker's look at his calls, or write its answers himself. Both need means
that stand in the text, and that no exercise needs.
"""

import ast

# Names with which code reaches its own interpreter, or the file that leads to the checker. Names that ordinary code
# has, such as `compile` as a method, are looked at in `_Reader`.
MODULES = {
    "_thread", "atexit", "builtins", "cffi", "checker", "code", "codeop", "ctypes", "gc", "importlib", "inspect",
    "marshal", "multiprocessing", "pdb", "pickle", "pkgutil", "runpy", "signal", "socket", "subprocess", "threading",
    "trace", "types",
}  # fmt: skip
ATTRIBUTES = {
    "_current_frames", "_getframe", "addaudithook", "attrgetter", "fdopen", "FileIO", "fork", "from_address",
    "getattr_static", "methodcaller", "modules", "monitoring", "numpy_function", "py_function", "setprofile",
    "settrace", "writev", "__builtins__", "__closure__", "__code__", "__dict__", "__getattribute__",
    "__globals__", "__import__", "__loader__", "__mro__", "__subclasses__",
}  # fmt: skip
BUILTINS = {"__import__", "breakpoint", "compile", "eval", "exec", "globals", "locals", "setattr", "vars"}
USUAL = {"keras", "math", "numpy", "scipy", "tensorflow", "typing", "workshop"}  # all of which may be imported at once

MOST_READ = 60_000  # bytes; the solutions have 10,000. Python takes a minute to parse a megabyte of the worst kind


class Unreadable(Exception):
    """A text that this process will not read to its end; the worker may, so it could hide anything."""


def parse(content):
    """The syntax tree of a file's bytes; an empty one where they are no Python, for then nothing of it runs.

    Raises:
        Unreadable: it is too long.
        RecursionError, MemoryError: it is nested too deeply for this process's stack.
    """
    if len(content) > MOST_READ:
        raise Unreadable(f"more than {MOST_READ:,} bytes of text")
    try:
        return ast.parse(bytes(content))
    except (SyntaxError, ValueError):
        return ast.parse("")


def means_to_hide(content):
    """What a file has with which it could hide what it does; code that only `main` runs, as a script, is left out.

    Args:
        content: the file's bytes.

    Returns:
        `[(line, name), ...]`; what cannot be read could hide anything.
    """
    try:
        return _means_to_hide(content)
    except Unreadable as error:
        return [(1, str(error))]
    except (RecursionError, MemoryError):
        return [(1, "code that is nested too deeply to be read")]


def _means_to_hide(content):
    body = [node for node in parse(content).body if not _is_guard(node)]
    rest = [node for node in body if getattr(node, "name", "") != "main"]
    used = any(isinstance(each, ast.Name) and each.id == "main" for node in rest for each in ast.walk(node))
    reader = _Reader()
    for node in body if used else rest:
        reader.visit(node)
    return sorted(set(reader.found))


def names_reached(content, function):
    """Names that a function of the file uses, with the functions and variables of the file that it uses in turn.

    Args:
        content: the file's bytes.
        function: its name.

    Returns:
        `[(line, name), ...]`: attributes, imported names, and text that is a name. Not those of the file's own
        functions and variables. Nothing of what cannot be read: that is for `means_to_hide` to tell.
    """
    try:
        return _names_reached(content, function)
    except (Unreadable, RecursionError, MemoryError):
        return []


def _names_reached(content, function):
    made, imported = {}, {}
    for node in parse(content).body:
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            for alias in node.names:
                imported[(alias.asname or alias.name).partition(".")[0]] = node.lineno, alias.name.rpartition(".")[2]
        elif not _is_guard(node):
            for name in _bound(node):
                made.setdefault(name, []).append(node)
    waiting, seen, walked, found = [function], set(), set(), []
    while waiting:
        name = waiting.pop()
        if name in seen:
            continue
        seen.add(name)
        if name in imported:
            found.append(imported[name])
        tops = [top for top in made.get(name, ()) if top not in walked]
        walked.update(tops)  # a statement that makes many names is walked once
        for node in (each for top in tops for each in ast.walk(top)):
            if isinstance(node, ast.Name):
                waiting.append(node.id)
            elif isinstance(node, ast.Attribute):
                found.append((node.lineno, node.attr))
            elif isinstance(node, ast.ImportFrom):
                found += [(node.lineno, alias.name) for alias in node.names]
            elif isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.isidentifier():
                found.append((node.lineno, node.value))
    return sorted(set(found))


def _is_guard(node):
    return isinstance(node, ast.If) and "__name__" in ast.unparse(node.test)


def _bound(node):
    """The names that a statement at the top of a file makes or changes."""
    if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
        return {node.name}
    return {
        each.id for each in ast.walk(node) if isinstance(each, ast.Name) and isinstance(each.ctx, (ast.Store, ast.Del))
    }


class _Reader(ast.NodeVisitor):
    """Collects the means to hide something."""

    def __init__(self):
        self.found = []

    def note(self, node, name):
        self.found.append((node.lineno, name))

    def visit_Import(self, node):
        for alias in node.names:
            if alias.name.partition(".")[0] in MODULES:
                self.note(node, alias.name)

    def visit_ImportFrom(self, node):
        if (node.module or "").partition(".")[0] in MODULES:
            self.note(node, node.module)
        usual = (node.module or "").partition(".")[0] in USUAL
        for alias in node.names:
            if alias.name in ATTRIBUTES | MODULES or (alias.name == "*" and not usual):
                self.note(node, alias.name)

    def visit_Attribute(self, node):
        if node.attr in ATTRIBUTES or (node.attr in MODULES and node.attr not in ("code", "types", "trace", "signal")):
            self.note(node, node.attr)
        elif node.attr == "write" and isinstance(node.value, ast.Name) and node.value.id == "os":
            self.note(node, "os.write")
        self.generic_visit(node)

    def visit_Name(self, node):
        if node.id in BUILTINS | ATTRIBUTES or (node.id == "getattr" and isinstance(node.ctx, ast.Load)):
            self.note(node, node.id)

    def visit_Call(self, node):
        """`getattr` and `open` are looked at with what they are given: an ordinary name, an ordinary path."""
        function = node.func.id if isinstance(node.func, ast.Name) else ""
        first = node.args[1:2] if function == "getattr" else node.args[:1]
        text = first[0].value if first and isinstance(first[0], ast.Constant) else None
        if function == "getattr" and isinstance(text, str) and text not in ATTRIBUTES:
            for child in [*node.args, *node.keywords]:
                self.visit(child)
            return
        if function == "open" and not isinstance(text, str):
            self.note(node, "open of something that is no text")
        self.generic_visit(node)
