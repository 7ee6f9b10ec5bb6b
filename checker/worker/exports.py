"""Plain data in and out of the worker: what has no plain form stays here, and the checker gets a reference to it."""

import traceback
import types
from contextlib import suppress

import numpy as np

from checker.worker import wire

TEXT = wire.MAX_TEXT  # characters of a message or a repr that are handed over
LINE, FRAMES = 200, 20  # characters of a line of code; frames of an exception, the innermost
MOST_LOCATIONS = 2000  # functions of a file of which the checker is told where they begin


class Objects:
    """What stays in this process, by number, and the way between it and plain data.

    Attributes:
        keras: the module; it tells models and tensors from other objects.
        objects: `{number: object}`.
    """

    def __init__(self, keras):
        self.keras = keras
        self.objects = {}

    def keep(self, value, kind):
        """Keep an object; returns a `wire.Ref` to it, the same number for the same object."""
        number = next((known for known, item in self.objects.items() if item is value), len(self.objects) + 1)
        self.objects[number] = value
        return wire.Ref(number, kind, _text(_full_name, type(value)), _text(repr, value))

    def receive(self, value, tensors=False):
        """Put objects in the place of their references, and tensors in that of arrays if asked."""
        if isinstance(value, wire.Ref):
            return self.objects[value.id]
        if isinstance(value, dict):
            return {key: self.receive(item, tensors) for key, item in value.items()}
        if isinstance(value, (list, tuple)):
            return type(value)(self.receive(item, tensors) for item in value)
        if tensors and isinstance(value, np.ndarray):
            return self.keras.ops.convert_to_tensor(value)
        return value

    def export(self, value, depth=0):
        """Turn what learner code returned into plain data; what has no plain form stays here, as a reference."""
        if value is None or type(value) in (bool, int, float, str, wire.Ref) or depth > wire.MAX_DEPTH:
            return value if type(value) is not str else value[: wire.MAX_HEADER // 2]
        if isinstance(value, self.keras.Model):
            return self.keep(value, "model")
        if self.keras.ops.is_tensor(value) or isinstance(value, self.keras.Variable):
            value = self.keras.ops.convert_to_numpy(value)
        if isinstance(value, (np.ndarray, np.generic)):
            if value.nbytes > wire.MAX_ARRAYS:
                raise wire.WireError(f"{value.nbytes / 2**20:,.0f} MB is more than the checker takes")
            array = np.asarray(value)  # no copy: it is sent before anything else is computed
            return array if array.dtype.name in wire.DTYPES else self.keep(value, "object")
        if isinstance(value, (list, tuple)):
            items = [self.export(item, depth + 1) for item in value]
            return items if isinstance(value, list) else tuple(items)
        if isinstance(value, dict) and all(type(key) is str for key in value):
            return {key: self.export(item, depth + 1) for key, item in value.items()}
        return self.keep(value, "object")


def _full_name(kind):
    return f"{kind.__module__}.{kind.__qualname__}"


def describe(error, own):
    """Tell an exception in plain data; of its frames, only those in the learner's file, whose path is `own`.

    Its class is the learner's, and may answer whatever it likes: what cannot be told is left out.
    """
    frames = []
    with suppress(BaseException):
        for frame in traceback.extract_tb(error.__traceback__, limit=-200):
            if frame.filename == own:
                frames.append([_line(frame.lineno), _text(str, frame.name)[:LINE], _text(str, frame.line or "")[:LINE]])
    message = _text(str, error)
    with suppress(BaseException):
        if isinstance(error, SyntaxError) and error.filename == own:
            frames = [[_line(error.lineno), "", _text(str, error.text or "").strip()[:LINE]]]
            message = _text(str, error.msg)
    return {"type": name_of(type(error)), "message": message, "frames": frames[-FRAMES:]}


def name_of(kind):
    """The name of a class, whatever its metaclass answers when it is asked for it."""
    return type.__dict__["__name__"].__get__(kind)[:LINE] or "an exception"


def _line(number):
    return number if type(number) is int and number >= 0 else 0


def _text(how, value):
    """`str` or `repr` of an object of the learner's, whose own method may fail."""
    try:
        return str.__str__(how(value))[:TEXT]
    except BaseException as error:
        return f"<its text failed with {name_of(type(error))}>"


def locations(module, path):
    """The line at which each function of a file begins, methods as `Class.method`, once it runs as a module."""
    found = {}
    for name, item in list(vars(module).items()):
        if type(name) is not str:
            continue
        members = {name: item}
        if isinstance(item, type) and item.__module__ == module.__name__:
            members |= {f"{name}.{key}": member for key, member in vars(item).items()}
        for key, member in members.items():
            code = getattr(member, "__code__", None)
            if isinstance(code, types.CodeType) and code.co_filename == path and len(key) <= TEXT:
                found[key] = max(code.co_firstlineno, 0)
    return dict(list(found.items())[:MOST_LOCATIONS])
