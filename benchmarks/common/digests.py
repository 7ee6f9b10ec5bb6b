"""Digests of code that do not change with comments and docstrings: of definitions, and of files."""

import ast
import functools
import hashlib
import symtable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]  # of the checkout


def digest(path, names):
    """A digest of definitions in a file, and of all those that they use.

    It does not change with comments and docstrings, with the file's place, or with what these definitions have no use
    for, such as a `main` that draws. What they use of other files of this checkout counts as if it stood here; what is
    a library's counts by its name.

    Args:
        path: of the file.
        names: of functions, classes or constants. A name that the file does not have is left out.
    """
    found, due = {}, [(path, name) for name in names]
    while due:
        place, name = due.pop()
        definition = _definitions(place).get(name)
        if definition is None or (place, name) in found:
            continue
        if isinstance(definition, tuple):
            module, original = definition
            inside = ROOT / f"{module.replace('.', '/')}.py"
            if inside.is_file() and original in _definitions(inside):
                due.append((inside, original))
            else:
                found[place, name] = f"{module}.{original}"
        else:
            found[place, name] = ast.unparse(definition)
            due += [(place, used) for used in _globals(definition)]
    lines = sorted(set(found.values()))
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:16]


def of_files(paths, root=ROOT):
    """A digest of files, and of all Python files of folders.

    Args:
        paths: of files and folders below the root; of a file that is not Python, each byte counts.
        root: a folder.
    """
    found = hashlib.sha256()
    given = [Path(root, each) for each in paths]
    for path in sorted({file for each in given for file in (each.rglob("*.py") if each.is_dir() else [each])}):
        content = of_text(path.read_text("utf-8")).encode() if path.suffix == ".py" else path.read_bytes()
        found.update(path.relative_to(root).as_posix().encode() + b"\0" + content + b"\0")
    return found.hexdigest()[:16]


def of_text(text):
    """A digest of a file's text, Python."""
    return hashlib.sha256(ast.unparse(_without_words(ast.parse(text))).encode()).hexdigest()[:16]


def _definitions(path):
    """What the names of a file stand for: syntax trees without docstrings; `(module, name)` of what is imported."""
    return _definitions_in(path.read_text("utf-8"))


@functools.lru_cache(maxsize=100)  # a page asks for the digests of all records, and these are of few files
def _definitions_in(text):
    found = {}
    for node in ast.parse(text).body:
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            found[node.name] = _without_words(node)
        elif isinstance(node, ast.Assign):
            for target in node.targets:
                found |= {each.id: node for each in ast.walk(target) if isinstance(each, ast.Name)}
        elif isinstance(node, ast.ImportFrom):
            found |= {each.asname or each.name: (node.module, each.name) for each in node.names}
        elif isinstance(node, ast.Import):
            found |= {each.asname or each.name.partition(".")[0]: (each.name, "") for each in node.names}
    return found


def _without_words(node):
    for each in ast.walk(node):
        if (
            isinstance(each, (ast.Module, ast.ClassDef, ast.FunctionDef))
            and ast.get_docstring(each, clean=False) is not None
        ):
            each.body = each.body[1:] or [ast.Pass()]
    return node


def _globals(node):
    """The names that a definition takes from around it; a parameter or variable of the same name is none of them."""
    table = symtable.symtable(ast.unparse(node), "definition", "exec")
    names, tables = {each.get_name() for each in table.get_symbols() if each.is_referenced()}, table.get_children()
    while tables:
        table = tables.pop()
        names |= {each.get_name() for each in table.get_symbols() if each.is_global()}
        tables += table.get_children()
    return names
