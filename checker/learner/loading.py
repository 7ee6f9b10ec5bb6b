"""Why a file cannot be loaded: it is no Python file, or Python cannot read it. What it is, and what to type."""

import re

from checker.failures import LoadFailure
from checker.text import shown_path

# How a file begins, or ends its name: what it is, and what to do instead.
KINDS = {
    rb"PK\x03\x04(?=[\s\S]{0,4000}word/)": ("a Word document", "word"),
    rb"PK\x03\x04": ("a zip file", "zip"),
    rb"\xd0\xcf\x11\xe0": ("an Office document", "word"),
    rb"%PDF-": ("a PDF file", "word"),
    rb"\{\\rtf": ("a document of a word processor (RTF)", "word"),
    rb"<!DOCTYPE html|<html": ("a web page", "page"),
    rb"\x89PNG|\xff\xd8\xff|GIF8": ("an image", "word"),
    rb"\x1f\x8b|BZh|\xfd7zXZ|7z\xbc\xaf|Rar!": ("a packed file", "zip"),
    rb"[\s\S]\r\r\n[\s\S]{12}[\xe3\x63]": ("compiled Python (.pyc)", "compiled"),
    rb"\xff\xfe|\xfe\xff": ("text in UTF-16", "encoding"),
    rb"\s*\{\s*\"(?:cells|metadata|nbformat)": ("a notebook", "notebook"),
    rb"\s*\Z": ("an empty file", "empty"),
}
SAY = {
    "word": "Code is plain text: write it with a code editor, and save it as {name}.py.",
    "zip": "Unpack it, and name the file inside: {command}",
    "page": "Did you save the page instead of the file? Get the file itself, by its download button.",
    "compiled": "Python made this from your file: name that one: {command}",
    "encoding": "Save the file as UTF-8, as every code editor can.",
    "notebook": "The answers are in {name}.py, beside the notebook: {command}",
    "empty": "Has the editor saved it? If the skeleton is lost, get a new one: python -m checker start NEW_FOLDER",
}


def wrong_kind(content, path, exercise):
    """The `LoadFailure` of a file that is no Python file by its first bytes; None where it may be one.

    Args:
        content: its bytes.
        path: its path.
        exercise: the name of the module that it is to be.
    """
    for form, (kind, say) in KINDS.items():
        if re.match(form, content[:5000]):
            folder = path.parent.parent if path.parent.name == "__pycache__" else path.parent
            command = f"python -m checker {exercise} --file {shown_path(folder / f'{exercise}.py')}"
            hint = SAY[say].format(name=exercise, command=command)
            return LoadFailure(f"reading {path.name}", "a file of Python code", kind, hint, f"import {exercise}")
    return None


def import_hint(frames):
    """The hint where a file was still busy as it was imported, because it calls a function of its own; else "".

    Args:
        frames: `[[line, function, ...], ...]` of the file, outermost first.
    """
    functions = [frame[1] for frame in frames]
    if functions[:1] != ["<module>"] or functions[1:2] in ([], ["<module>"]):
        return ""
    return f'{functions[1]}() runs when the file is imported: call it below `if __name__ == "__main__":` only.'


# Syntax errors

FIRST = "Nothing else can be checked until you fix this."
PRINTED = "In Python 3, print is a function: put what it prints in parentheses."
SAID = {
    r"'(.)' was never closed": "This {0} is opened here and never closed.",
    r"unterminated triple-quoted string": "The text that begins here, with three quotes, is never closed.",
    r"unterminated (?:f-)?string|EOL while scanning": (
        "The text that begins here has no closing quote in the same line; both quotes must be of one kind, ' or \"."
    ),
    r"closing parenthesis '(.)' does not match opening parenthesis '(.)' on line (\d+)": (
        "A {1} was opened in line {2}: close it before this {0}."
    ),
    r"closing parenthesis '(.)' does not match opening parenthesis '(.)'": "A {1} was opened, but this is a {0}.",
    r"unmatched '(.)'": "This {0} closes nothing: there is one too many, or the opening one is missing.",
    r"invalid character '[\u2018\u2019\u201c\u201d\u201e\u201a\u00ab\u00bb\u00b4`]'": (
        "This is a typographic quote, from a word processor or a web page: type ' or \" in a code editor."
    ),
    r"invalid non-printable character U\+(?:00A0|200B|FEFF|2009|202F)": (
        "Copying brought an invisible special space along: delete the spaces there, and type them again."
    ),
    r"invalid character": "Python does not know this character: did you copy it from somewhere? Type it again.",
    r"Missing parentheses in call to 'print'": PRINTED,
    r"expected ':'": "A line that opens a block (def, for, if, with, ...) ends in a colon.",
    r"Perhaps you forgot a comma": "A comma is missing between two values, perhaps at the end of the line before.",
    r"Maybe you meant '=='|cannot assign to": "One = gives a name its value; == asks whether two values are the same.",
    r"'(return|yield|await)' outside": ("This line is outside of the function: it begins too far to the left."),
    r"expected an indented block after (.*) on line (\d+)": (
        "A block begins in line {1} ({0}): indent its lines by four more spaces."
    ),
    r"unexpected indent": "This line is indented more than the one before it, but no block begins there.",
    r"unindent does not match": "This line's indentation fits no block above it: line it up with one.",
    r"inconsistent use of tabs": "Tabs and spaces are mixed: use spaces only, four for each level.",
    r"codec can't decode|Non-UTF-8|encoding problem": "Save the file as UTF-8, as every code editor can.",
    r"null bytes": "This is not text: is it the right file? Save it as UTF-8, as every code editor can.",
    r"unexpected EOF|was never closed": "The file ends before a bracket or a text is closed.",
    r"keyword argument repeated: (\w+)": "The argument {0} is given twice.",
    r"positional argument follows keyword argument": "Put arguments without a name first, then those with one.",
}
LINES = {  # what the line itself tells
    r"print\s+[^\s(=.,:]": PRINTED,
    r"[!%]{1,2}\w": "A line with ! or % in front is for notebooks only: remove it from a file.",
    r">>>|In \[\d*\]:": "The prompt was copied with the code: delete it.",
    r"<<<<<<<|=======|>>>>>>>": "Git left two versions of the code here: keep one, and delete these marks.",
    r"else\s+if\b": "In Python this is one word, elif.",
    r".*(\+\+|--)\s*$": "Python has no ++: write += 1.",
    r"```": "The three backticks were copied with the code: delete them.",
}


def syntax_hint(told):
    """What to look at where Python cannot read a file; "" for an exception of another kind.

    Args:
        told: a `checker.learner.raised.Raised`.
    """
    if told.kind not in ("SyntaxError", "IndentationError", "TabError") and "null bytes" not in told.message:
        return ""
    for form, say in LINES.items():
        if re.match(form, told.code):
            return f"{say} {FIRST}"
    for form, say in SAID.items():
        found = re.search(form, told.message)
        if found:
            return f"{say.format(*found.groups())} {FIRST}"
    return f"Look for a missing bracket, quote, comma or colon, here or in the line above. {FIRST}"
