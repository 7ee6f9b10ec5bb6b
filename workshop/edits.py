"""Reloads edited modules before each cell of a notebook, and keeps cells from running outdated code.

IPython's own autoreload goes on with the old module where the new one has a syntax error, and says so in a page of
stderr; whoever has just written `prepare` then reads that `prepare` is yet to be written.
"""

import ast
import contextlib
import importlib
import sys
import traceback
from pathlib import Path

from IPython.core.error import InputRejected
from IPython.extensions.autoreload import superreload

from workshop.cli import UNWRITTEN

LIBRARIES = "site-packages", "dist-packages"
OURS = "workshop", "checker"


class Edits:
    """The modules in the notebook's folder: the text they were loaded from, and errors that keep them from loading.

    Args:
        shell: IPython's.
    """

    def __init__(self, shell):
        self._shell, self._folder = shell, Path.cwd()
        self._loaded = {}  # path -> the content that the module in memory was made of
        self._broken = {}  # name of the module -> why what was saved last cannot be loaded
        self._old_objects = {}  # for `superreload`
        self._before = self._contents()

    def before_cell(self, info=None):
        """Reload each module that was saved since it was loaded; IPython calls this before each cell."""
        self._before = self._contents()
        self._note(self._before)
        saved = [module for module in self._modules() if self._content(module) != self._loaded[module.__file__]]
        self._broken = {}
        for _ in range(2):  # a module may need what is new in one that comes after it
            saved = [module for module in saved if not self._load(module)]

    def after_cell(self, result):
        """Report the modules that the cell imported: an import by itself shows nothing, not even if repeated."""
        self._note(self._before)
        if not result.success:
            return
        with contextlib.suppress(SyntaxError):  # a cell that is no Python alone, where it was not translated
            for name in sorted(_imported(ast.parse(result.info.transformed_cell or ""))):
                if sys.modules.get(name) in self._modules():
                    print(self._state(sys.modules[name], "loaded"))

    def visit(self, tree):
        """Refuse a cell that uses a module whose saved text is not the one in memory; IPython hands over each cell.

        Raises:
            Outdated: it does.
        """
        used = {name for used in _names(tree) for name in self._behind(used)}
        for name, text in self._broken.items():
            if name in used:
                raise Outdated(
                    f"{text}\nThe cell was not run, for it uses this file. Mend it, save it, run the cell again."
                )
            print(text)
        return tree

    def _load(self, module):
        """Load a module anew; returns whether that went well."""
        content = self._content(module)
        try:
            compile(content, module.__file__, "exec")
            # Python takes compiled code for that of a text of the same length and second.
            Path(importlib.util.cache_from_source(module.__file__)).unlink(missing_ok=True)
            superreload(module, importlib.reload, self._old_objects, self._shell)
        except (Exception, SystemExit) as error:
            self._broken[module.__name__] = not_loaded(error, module.__file__)
            return False
        self._broken.pop(module.__name__, None)
        self._loaded[module.__file__] = content
        print(self._state(module, "loaded anew"))
        return True

    def _state(self, module, done):
        """A line that says that a module is loaded, and which parts of it are still to be written."""
        text = self._content(module).decode("utf-8", "replace")
        left = dict.fromkeys(
            found["function"] for found in UNWRITTEN.finditer(text) if found["exercise"] == module.__name__
        )
        return f"{Path(module.__file__).name} is {done}" + (f"; yours to write: {', '.join(left)}." if left else ".")

    def _modules(self):
        """The modules that were loaded from the notebook's folder."""
        return [module for module in list(sys.modules.values()) if self._is_beside(module)]

    def _is_beside(self, module):
        path = getattr(module, "__file__", None)
        if not isinstance(path, str) or not path.endswith(".py") or module.__name__.partition(".")[0] in OURS:
            return False
        with contextlib.suppress(ValueError, OSError):
            return not set(LIBRARIES) & set(Path(path).relative_to(self._folder).parts)
        return False

    def _note(self, contents):
        """Note what modules that are new were loaded from: if they were saved meanwhile, from what was there before."""
        for module in self._modules():
            if module.__file__ not in self._loaded:
                self._loaded[module.__file__] = contents.get(module.__file__, self._content(module))

    def _contents(self):
        return {str(path): _read(path) for path in self._folder.glob("*.py")}

    @staticmethod
    def _content(module):
        return _read(module.__file__)

    def _behind(self, name):
        """The modules that a name in the notebook refers to, or comes from."""
        yield name
        value = self._shell.user_ns.get(name)
        for found in (getattr(value, "__name__", None), getattr(value, "__module__", None)):
            if isinstance(found, str):
                yield found


class Outdated(InputRejected):
    """A cell that would run code which is no longer that of the file."""

    def _render_traceback_(self):
        return str(self).splitlines()


def not_loaded(error, path):
    """The message for a file that cannot be loaded: where, the line itself, and why.

    Args:
        error: what was raised: a `SyntaxError`, or whatever the file's own lines raise when they are run.
        path: the file's.
    """
    if isinstance(error, SyntaxError) and error.filename == path:
        number, what = error.lineno, error.msg
        marked = "".join(traceback.TracebackException.from_exception(error).format_exception_only())
        lines = [line for line in marked.splitlines() if line.startswith("    ")]
    else:
        frames = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename == path]
        number, what = frames[-1].lineno if frames else None, f"{type(error).__name__}: {error}"
        lines = [f"    {frames[-1].line}"] if frames else []
    place = f"{Path(path).name}, line {number}" if number else Path(path).name
    return "\n".join([f"{place}: {what}", *lines])


def _read(path):
    try:
        return Path(path).read_bytes()
    except OSError:  # an editor may replace it at this moment
        return b""


def _imported(tree):
    """The names of modules that a cell imports."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module


def _names(tree):
    """The names that a cell reads, those of modules included."""
    yield from (node.id for node in ast.walk(tree) if isinstance(node, ast.Name))
    yield from _imported(tree)
