"""Plain data in and out of the worker: what has no plain form stays here, and the checker gets a reference to it."""

import traceback

import numpy as np

from checker.worker import wire

TEXT = 2000  # characters of a message or a repr that are handed over


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
        return wire.Ref(number, kind, f"{type(value).__module__}.{type(value).__qualname__}"[:TEXT], _text(repr, value))

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
            array = np.array(value)
            return array if array.dtype.name in wire.DTYPES else self.keep(value, "object")
        if isinstance(value, (list, tuple)):
            items = [self.export(item, depth + 1) for item in value]
            return items if isinstance(value, list) else tuple(items)
        if isinstance(value, dict) and all(type(key) is str for key in value):
            return {key: self.export(item, depth + 1) for key, item in value.items()}
        return self.keep(value, "object")


def describe(error, own):
    """Tell an exception in plain data; of its frames, only those in the learner's file, whose path is `own`."""
    frames = [
        [frame.lineno, frame.name, (frame.line or "")[:200]]
        for frame in traceback.extract_tb(error.__traceback__, limit=-200)
        if frame.filename == own
    ]
    if isinstance(error, SyntaxError) and error.filename == own:
        frames = [[error.lineno or 0, "", (error.text or "").strip()[:200]]]
        message = error.msg
    else:
        message = _text(str, error)
    return {"type": type(error).__name__[:200], "message": str(message)[:TEXT], "frames": frames[-20:]}


def _text(how, value):
    """`str` or `repr` of an object of the learner's, whose own method may fail."""
    try:
        return str(how(value))[:TEXT]
    except BaseException as error:
        return f"<its text failed with {type(error).__name__}>"
