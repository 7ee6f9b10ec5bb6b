"""What there is to know of an exception beside its own words: for "did you mean ...?", and for where to look.

Nothing here is believed: it is for messages only.
"""

import ast
import builtins
import difflib
import inspect
import linecache
import re
import sys
from contextlib import suppress

MOST = 40  # names that are told
LONGEST = 60  # characters of one
MOST_TEXT = 5000  # characters of a message that is read
MOST_READ = 60_000  # characters of a file that is parsed: Python takes a minute for a megabyte of the worst kind
NEAR = 0.79  # how much of two names must agree, as `difflib` counts, for one to be taken for the other
USUAL = ("keras", "matplotlib", "numpy", "random", "tensorflow", "time", "workshop", "math")  # what exercises import
NOT_NAMES = ("False", "None", "True", "self")  # which nobody meant
CHOICES = {  # Keras's word in "Could not interpret ... identifier": the modules whose names it takes
    "activation": "activations",
    "optimizer": "optimizers",
    "loss": "losses",
    "metric": "metrics",
    "initializer": "initializers",
}
PLACES = ("", "layers", "losses", "optimizers", "metrics", "ops", "random", "activations", "initializers", "utils")
OF_ALL_LAYERS = ("name", "dtype", "trainable")  # which layers hand on to their base class


def explain(keras, error, own, module):
    """What there is beside an exception's words.

    Args:
        keras: the module.
        error: the exception.
        own: the path of the learner's file.
        module: the module that it became; None where it did not load.

    Returns:
        A dict, with what could be found out:
            kind: of the name that is unknown: "attribute", "name", "argument", "choice", "class", "module".
            name: the unknown name.
            of: whose it would be.
            near: names that are much like it, the most likely first.
            known: all names that there are, where they are few.
            caret: `[column, width]` of what a syntax error is about, in the line without its indentation.
            beside: whether the function that raised NotImplementedError has code of its own.
            divides: whether the function divides by `/`.
    """
    found = {}
    for look in (_unknown, _caret, _beside):
        with suppress(BaseException):  # whatever learner code has made of these objects
            found |= look(keras, error, own, module)
    return found


def _unknown(keras, error, own, module):
    text = str(error)[:MOST_TEXT]
    for form, tell in FORMS.items():
        match = re.search(form, text)
        if match:
            kind, name, of, names, few = tell(keras, error, own, module, match)
            modules = inspect.ismodule(getattr(error, "obj", None)) or isinstance(error, ImportError)
            near = similar(name, names, careful=kind == "name" or (kind == "attribute" and not modules))
            return {
                "kind": kind,
                "name": name[:LONGEST],
                "of": of[:LONGEST],
                "near": [each[:LONGEST] for each in near],
                "known": sorted(names, key=lambda each: each not in near)[:MOST] if few else [],
            }
    return {}


def _attribute(keras, error, own, module, match):
    thing = error.obj
    of = thing.__name__ if inspect.ismodule(thing) or inspect.isclass(thing) else type(thing).__name__
    return "attribute", error.name, _short(of), _public(dir(thing)), False


def _imported(keras, error, own, module, match):
    return "attribute", match[1], _short(match[2]), _public(dir(sys.modules[match[2]])), False


def _module(keras, error, own, module, match):
    parent, _, last = match[1].rpartition(".")
    names = _public(dir(sys.modules[parent])) if parent in sys.modules else USUAL
    return "module", last if parent in sys.modules else match[1], parent, names, False


def _name(keras, error, own, module, match):
    frame, names = error.__traceback__, set(dir(builtins))
    while frame is not None:
        if frame.tb_frame.f_code.co_filename == own:
            names |= {*frame.tb_frame.f_locals, *frame.tb_frame.f_globals}
        frame = frame.tb_next
    home = next((f"keras.{place}" for place in PLACES[1:] if hasattr(getattr(keras, place), match[1])), "")
    home = home or ("keras" if hasattr(keras, match[1]) else "")
    return "name", match[1], home, _public(names), False


def _argument(keras, error, own, module, match):
    """Of a function that was called by the learner's code: Python tells only its own name, not its module's."""
    *owner, function = match[1].split(".")
    places = [keras, *(getattr(keras, place) for place in PLACES[1:]), module, sys.modules.get("numpy")]
    if owner in (["Trainer"], ["Model"]):
        owner, places = ["Model"], [keras]
    for place in places:
        thing = getattr(place, owner[0] if owner else function, None)
        if thing is not None:
            method = getattr(thing, function) if owner else thing
            shown = owner[0] if function == "__init__" else ".".join([*owner, function])
            return "argument", match[2], shown, _parameters(method), True
    return "argument", match[2], owner[0] if function == "__init__" else match[1], [], True


def _argument_of_self(keras, error, own, module, match):
    """Of a layer or an optimizer, which refuses what is left over itself: it is the innermost `self` of the stack."""
    frame, thing = error.__traceback__, None
    while frame is not None:
        thing, frame = frame.tb_frame.f_locals.get("self", thing), frame.tb_next
    names = _parameters(type(thing).__init__)
    if isinstance(thing, keras.Layer):
        names += [each for each in OF_ALL_LAYERS if each not in names]
    name = next(iter(ast.literal_eval(match[1]))) if "<" not in match[1] else re.search(r"'(\w+)'", match[1])[1]
    return "argument", name, type(thing).__name__, names, True


def _choice(keras, error, own, module, match):
    kind = next(word for word in CHOICES if word in match[1].lower())
    place = getattr(keras, CHOICES[kind])
    names = {each for each in _public(dir(place)) if callable(getattr(place, each))}
    names |= {_snake(each) for each in names} | {each.lower() for each in names}
    if kind == "metric":
        names |= {"accuracy", "crossentropy"}
    wanted = {each for each in names if each == each.lower()} - {"get", "serialize", "deserialize", kind}
    given = match[2].strip("'\" ")
    if given in wanted:  # Keras knows few of its classes by such a name: `Lamb`, but not "lamb"
        known = next((each for each in _public(dir(place)) if given in (each.lower(), _snake(each))), given)
        return "class", known, f"keras.{CHOICES[kind]}", [], False
    return "choice", given, kind, wanted, False


def _dtype(keras, error, own, module, match):
    names = {f"{kind}{bits}" for kind in ("float", "int", "uint") for bits in (16, 32, 64)} | {"uint8", "bool"}
    return "choice", match[1] or match[2], "dtype", names, False


FORMS = {  # what an exception says: who knows more of it
    r"(?:module|object|type) .*has no attribute '": _attribute,
    r"cannot import name '(\w+)' from '([\w.]+)'": _imported,
    r"No module named '([\w.]+)'": _module,
    r"^name '(\w+)' is not defined": _name,
    r"([\w.]+)\(\) got an unexpected keyword argument '(\w+)'": _argument,
    r"(?:Unrecognized keyword arguments passed to \w+:|Argument\(s\) not recognized:) (\{.*\})": _argument_of_self,
    r"Could not interpret ([\w ]+?)(?: function)? identifier: (\w+|'\w+')$": _choice,
    r"^(?:data type '(\w+)' not understood|Invalid dtype: (\w+))": _dtype,
}


def similar(name, names, careful=False):
    """Names that `name` may be a misspelling of, the most likely first: nobody should be led to a wrong one.

    Args:
        name: what was written.
        names: what there is.
        careful: where names may differ in a letter on purpose, as `d_loss` and `g_loss`, `conv1` and `conv2`.
    """
    low, exchanged = name.lower(), set()
    alike = {each for each in names if each.lower() == low}
    if len(name) > 3:
        for each in set(names) - {name}:
            other = each.lower()
            ratio = difflib.SequenceMatcher(None, low, other).ratio()
            if other != low and sorted(other) == sorted(low) and other[0] == low[0]:
                exchanged.add(each)
            elif ratio >= NEAR and not (careful and _on_purpose(low, other)):
                alike.add(each)
    most = {each: difflib.SequenceMatcher(None, name, each).ratio() for each in alike | exchanged}
    same = low if name != low else ""  # but for its case, which was meant: `ReLu` is no `elu`
    return sorted(most, key=lambda each: (each.lower() != same, each not in exchanged, -most[each]))[:3]


def _on_purpose(one, other):
    """Whether two names differ as a file's own names do: by a number, a part, or a letter that stands for one."""
    if abs(len(one) - len(other)) > 1 or re.sub(r"\d", "", one) == re.sub(r"\d", "", other):
        return True
    if len(one) != len(other):
        return False
    places = [index for index, (a, b) in enumerate(zip(one, other, strict=True)) if a != b]
    if len(places) != 1 or places[0] in (0, len(one) - 1):
        return True
    return "_" in one[places[0] - 1 : places[0] + 2]


def _public(names):
    return [each for each in names if isinstance(each, str) and not each.startswith("_") and each not in NOT_NAMES]


def _parameters(function):
    kinds = inspect.Parameter.VAR_POSITIONAL, inspect.Parameter.VAR_KEYWORD
    found = inspect.signature(function).parameters.values()
    return [each.name for each in found if each.name != "self" and each.kind not in kinds]


def _short(name):
    """A module's name as one types it: Keras and TensorFlow keep theirs in other places."""
    return re.sub(r"^(keras|tensorflow)\..*\b(_tf_keras\.keras|api(\._v2)?|src)\b", r"\1", name)


def _snake(name):
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).lower()


def _caret(keras, error, own, module):
    if not isinstance(error, SyntaxError) or error.filename != own or not error.text or not error.offset:
        return {}
    indentation = len(error.text) - len(error.text.lstrip())
    if error.end_lineno not in (None, error.lineno):  # it goes on in the lines below
        width = len(error.text.rstrip()) - error.offset + 1
    else:
        width = (error.end_offset or 0) - error.offset
    return {"caret": [max(0, error.offset - 1 - indentation), max(1, min(width, 200))]}


def _beside(keras, error, own, module):
    """What else the function does that raised in the learner's file."""
    line, frame = None, error.__traceback__
    while frame is not None:
        if frame.tb_frame.f_code.co_filename == own:
            line = frame.tb_lineno
        frame = frame.tb_next
    if line is None:
        return {}
    text = "".join(linecache.cache[own][2])
    if len(text) > MOST_READ:
        return {}
    tree = ast.parse(text)
    around = [
        node
        for node in ast.walk(tree)
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) and node.lineno <= line <= node.end_lineno
    ]
    body = max(around, key=lambda node: node.lineno).body
    divides = any(isinstance(each, ast.Div) for node in body for each in ast.walk(node))
    return {"beside": not all(map(_says_nothing, body)), "divides": divides}


def _says_nothing(node):
    """Whether a statement is a text, a `pass`, or raises NotImplementedError, as in a skeleton."""
    if isinstance(node, ast.Raise):
        return "NotImplementedError" in ast.unparse(node)
    return isinstance(node, ast.Pass) or (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant))
