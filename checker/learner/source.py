"""Reads a learner's file without running it: for what the running code could hide, since it runs where it may lie.

Whoever runs in the worker can switch off the worker's look at his calls, or write its answers himself. Both need means
that stand in the text, and that no exercise needs. Only what runs is looked at: a helper that nobody calls, or what
only the script's own `main` uses, hides nothing.
"""

import ast

# Names with which code reaches its own interpreter, or the file that leads to the checker; of modules, the use of any
# function counts but those in HARMLESS. Names that ordinary code has, such as `compile` as a method, are looked at in
# `_Reader`.
MODULES = {
    "_thread", "asyncio", "atexit", "builtins", "cffi", "checker", "code", "codeop", "concurrent", "ctypes", "gc",
    "importlib", "inspect", "marshal", "multiprocessing", "pdb", "pickle", "pkgutil", "runpy", "signal", "socket",
    "subprocess", "threading", "trace", "types",
}  # fmt: skip
HARMLESS = {
    "gc": {"collect", "disable", "enable", "freeze", "get_count", "get_threshold", "isenabled", "set_threshold"},
    "importlib": {"reload"},
    "inspect": {"getsource", "isclass", "isfunction", "signature"},
    "signal": {"SIGINT", "SIGTERM"},
    "types": {"MappingProxyType", "NoneType", "SimpleNamespace"},
}  # fmt: skip
ATTRIBUTES = {
    "_current_frames", "_getframe", "addaudithook", "attrgetter", "fdopen", "FileIO", "fork", "from_address",
    "get_objects", "get_referents", "get_referrers", "getattr_static", "getprofile", "gettrace", "methodcaller",
    "modules", "monitoring", "numpy_function", "py_function", "setprofile", "setprofile_all_threads",
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


def means_to_hide(content, called=None):
    """What a file has with which it could hide what it does, in what runs when it is imported and called.

    Args:
        content: the file's bytes.
        called: names of the functions that were called; all but `main`, which only a script calls, where None.

    Returns:
        `[(line, name), ...]`; what cannot be read could hide anything.
    """
    try:
        reader = _Reader()
        reader.read(parse(content), called)
        return sorted(set(reader.found))
    except Unreadable as error:
        return [(1, str(error))]
    except (RecursionError, MemoryError):
        return [(1, "code that is nested too deeply to be read")]


def _is_guard(node):
    """Whether a statement is `if __name__ == "__main__":`, whose body does not run at import."""
    return isinstance(node, ast.If) and ast.unparse(node.test) in (
        "__name__ == '__main__'",
        "'__main__' == __name__",
    )


def _is_path(node):
    """Whether an expression is a path, and no number of an open file, as far as it can be seen."""
    if isinstance(node, ast.Call):
        return ast.unparse(node.func).rpartition(".")[2] in ("Path", "join", "expanduser", "format", "str")
    return isinstance(node, ast.JoinedStr)


class _Reader:
    """Goes through what runs, and collects the means to hide something.

    The body of a function sleeps until its name is met in what runs; so do the methods of a class, until the name of
    the class or the method is met. A name is a name, wherever it stands: too much may be read, never too little.
    """

    def __init__(self):
        self.found = []
        self._sleeping = {}  # name: parts of the tree
        self._met, self._awake = set(), []
        self._modules = {}  # name in the file: the module of `MODULES` that it was imported from or as
        self._own, self._allowed = set(), set()

    def read(self, tree, called):
        nodes = list(ast.walk(tree))
        stored = {node.id for node in nodes if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load)}
        functions = (ast.FunctionDef, ast.AsyncFunctionDef)
        self._own = {node.name for node in nodes if isinstance(node, (*functions, ast.ClassDef))} | {
            node.attr for node in nodes if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store)
        }
        for node in nodes:  # before any use, which may stand above, in a function
            self._note_imports(node)
        for node in tree.body:
            guard = _is_guard(node) and "__name__" not in stored
            self._awake += node.orelse if guard else [node]
        self._run()
        for name in called if called is not None else {*self._sleeping} - {"main"}:
            for part in name.split("."):
                self._meet(part)
        self._run()

    def _run(self):
        while self._awake:
            node = self._awake.pop()
            self._look(node)
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
                self._fall_asleep(node, [node.name])
                arguments = [each for each in ast.walk(node.args) if isinstance(each, ast.arg)]
                at_once = [*node.decorator_list, *node.args.defaults, *filter(None, node.args.kw_defaults)]
                self._awake += [*at_once, *(each.annotation for each in arguments if each.annotation)]
                if node.decorator_list:
                    self._meet(node.name)  # a decorator may call it
            elif isinstance(node, ast.ClassDef):
                self._awake += [*node.decorator_list, *node.bases, *(each.value for each in node.keywords)]
                for each in node.body:
                    if isinstance(each, (ast.FunctionDef, ast.AsyncFunctionDef)) and not each.decorator_list:
                        self._awake += [*each.args.defaults, *filter(None, each.args.kw_defaults)]
                        self._fall_asleep(each, [node.name, each.name])
                    else:
                        self._awake.append(each)
            else:
                self._awake += ast.iter_child_nodes(node)

    def _fall_asleep(self, node, names):
        for name in names:
            if name in self._met:
                self._awake += node.body
                return
        for name in names:
            self._sleeping.setdefault(name, []).extend(node.body)

    def _meet(self, name):
        self._met.add(name)
        self._awake += self._sleeping.pop(name, ())

    def _note(self, node, name):
        self.found.append((node.lineno, name))

    def _note_imports(self, node):
        if isinstance(node, ast.Import):
            for alias in node.names:
                first = alias.name.partition(".")[0]
                if first in MODULES:
                    self._modules[alias.asname or first] = first
        elif isinstance(node, ast.ImportFrom) and (node.module or "").partition(".")[0] in MODULES:
            first = node.module.partition(".")[0]
            for alias in node.names:
                if alias.name not in HARMLESS.get(first, ()):
                    self._modules[alias.asname or alias.name] = first

    def _look(self, node):
        kind = getattr(self, f"_look_at_{type(node).__name__.lower()}", None)
        if kind:
            kind(node)

    def _look_at_importfrom(self, node):
        first = (node.module or "").partition(".")[0]
        for alias in node.names:
            everything = alias.name == "*" and first not in USUAL
            if alias.name in ATTRIBUTES or everything or (alias.name in MODULES and first not in MODULES):
                self._note(node, alias.name)

    def _look_at_attribute(self, node):
        self._meet(node.attr)
        module = self._modules.get(node.value.id) if isinstance(node.value, ast.Name) else None
        if module and node.attr in HARMLESS.get(module, ()):
            self._allowed.add(id(node.value))
        ordinary = {"code", "types", "trace", "signal"} | self._own
        if node.attr in ATTRIBUTES or (node.attr in MODULES and node.attr not in ordinary):
            self._note(node, node.attr)
        elif node.attr == "write" and isinstance(node.value, ast.Name) and node.value.id == "os":
            self._note(node, "os.write")

    def _look_at_name(self, node):
        self._meet(node.id)
        if id(node) in self._allowed:
            return
        if node.id in BUILTINS | ATTRIBUTES or (node.id == "getattr" and isinstance(node.ctx, ast.Load)):
            self._note(node, node.id)
        elif node.id == "open":
            self._note(node, "open of something that is no text")
        elif node.id in self._modules and isinstance(node.ctx, ast.Load):
            self._note(node, self._modules[node.id])

    def _look_at_constant(self, node):
        if isinstance(node.value, str) and node.value.isidentifier():
            self._meet(node.value)  # an attribute that is asked for by its name

    def _look_at_call(self, node):
        """`getattr` and `open` are looked at with what they are given: an ordinary name, an ordinary path."""
        function = node.func.id if isinstance(node.func, ast.Name) else ""
        first = (node.args[1:2] if function == "getattr" else node.args[:1]) or [None]
        text = first[0].value if isinstance(first[0], ast.Constant) else None
        if function == "getattr" and isinstance(text, str) and text not in ATTRIBUTES:
            self._allowed.add(id(node.func))
        if function == "open" and (isinstance(text, str) or _is_path(first[0])):
            self._allowed.add(id(node.func))
