"""The pages of what one may import: which modules, and the Markdown of their docstrings for autodoc to read."""

import ast
import importlib
import re
import sys
from pathlib import Path

from docutils.parsers.rst import directives
from sphinx.ext.autodoc.mock import MockFinder
from sphinx.util.docutils import SphinxDirective

MADE_UP = ["keras", "matplotlib", "tensorflow"]
ROOT = Path(__file__).resolve().parents[2]
CODE = re.compile(r"(``.*?``|`[^`]*`)", re.DOTALL)
TABLE = re.compile(r"(^|\n\n)(?=    )((?:    .*\n?)+)")  # of a module's docstring: lines as they stand
MARKUP = re.compile(r"(?<!\\)([*|]|(?<=\w)_(?!\w))")  # what is markup in reStructuredText, and none here


class Api(SphinxDirective):
    """All modules of a package, each in a section of its own; with `used-by`, those that files of a folder import."""

    required_arguments = 1
    option_spec = {"used-by": directives.unchanged}

    def run(self):
        names = modules(self.arguments[0])
        if "used-by" in self.options:
            used = set().union(*map(imported, (ROOT / self.options["used-by"]).glob("*.py")))
            names = [name for name in names if name in used]
        text = []
        for name in filter(tells, names):
            self.env.note_dependency(path_of(name))
            text += [f"## `{name}`", "", "```{eval-rst}", f".. automodule:: {name}", "   :members:", "```", ""]
        return self.parse_text_to_nodes("\n".join(text), allow_section_headings=True)


def modules(package):
    """The names of a package and its modules, folder by folder, but for those that begin with an underscore."""
    folder = ROOT / package.replace(".", "/")
    paths = sorted(folder.rglob("*.py"), key=lambda path: (path.parent.parts, path.name != "__init__.py", path.name))
    names = [".".join(path.relative_to(ROOT).with_suffix("").parts) for path in paths]
    return [name.removesuffix(".__init__") for name in names if "._" not in name.removesuffix(".__init__")]


def path_of(module):
    """The file of a module."""
    path = ROOT / module.replace(".", "/")
    return path / "__init__.py" if path.is_dir() else path.with_suffix(".py")


def tells(module):
    """Whether a module has a docstring."""
    return ast.get_docstring(ast.parse(path_of(module).read_text("utf-8"))) is not None


def imported(path):
    """The names of the modules that a file imports, and of what it imports from them, which may be modules as well."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def to_markup(app, what, name, obj, options, lines):
    """Turn a docstring's Markdown into what autodoc reads: code stays code, and all else is only text."""
    text = TABLE.sub(r"\1::\n\n\2", "\n".join(lines)) if what == "module" else "\n".join(lines)
    parts = CODE.split(text)
    parts[::2] = [MARKUP.sub(r"\\\1", part) for part in parts[::2]]
    lines[:] = "".join(parts).split("\n")


def is_counted(app, what, name, obj, skip, options):
    """Leave out the fields of a named tuple of which nothing is told but their number."""
    return True if str(getattr(obj, "__doc__", "")).startswith("Alias for field number") else None


def setup(app):
    # What is imported for its docstrings needs no TensorFlow, whose import takes as long as half the site. Sphinx's own
    # setting for this holds while it imports a module, and not when it asks for the source of a base class.
    sys.meta_path.insert(0, MockFinder(MADE_UP))
    for name in MADE_UP:
        importlib.import_module(name)
    app.add_directive("api", Api)
    # Before napoleon, which reads the sections of docstrings and writes markup for them.
    app.connect("autodoc-process-docstring", to_markup, priority=100)
    app.connect("autodoc-skip-member", is_counted)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
