"""What a worker may answer: behind this point nothing meets a value of a kind that it does not expect.

Whoever runs in the worker can send any message that `checker.worker.wire` takes. `checked` lets through what
`checker.worker.requests` would have sent, with nothing missing and nothing more.
"""

import numpy as np

from checker.worker.exports import FRAMES, LINE, MOST_LOCATIONS, TEXT
from checker.worker.wire import Ref, WireError

MOST_LINE = 10**9


def checked(reply, op, number):
    """A reply, if it is one to this request: a dict of one of five forms.

        value      what the request asks for: of any kind, or of the one that `VALUES` names
        missing    the name of a function that the file does not have; beside it `similar`, a list of names
        refused    why a value cannot be handed over
        changed    which argument a function changed in place
        raised     an exception: its `type`, its `message`, and `frames`, `[line, function, text of the line]`

    Args:
        reply: what `checker.worker.wire.unpack` returned.
        op: the request's name.
        number: the request's number.

    Raises:
        WireError: it is anything else.
    """
    if type(reply) is not dict or type(reply.get("id")) is not int or reply["id"] != number:
        raise WireError("the reply belongs to no question")
    form = tuple(key for key in reply if key != "id")
    if form not in FORMS:
        raise WireError("the reply has no form that an answer has")
    for key in form:
        fits = VALUES.get(op, _anything) if key == "value" else FORMS[form][key]
        if not fits(reply[key]):
            raise WireError(f"what it says as `{key}` of `{op}` is of another kind")
    return reply


def _anything(_):
    return True


def _text(value, most=TEXT):
    return type(value) is str and len(value) <= most


def _line(value):
    return type(value) is int and 0 <= value <= MOST_LINE


def _list(value, fits, most):
    return type(value) is list and len(value) <= most and all(map(fits, value))


def _raised(value):
    return (
        _record(value, {"type": _text, "message": _text, "frames": lambda frames: _list(frames, _frame, FRAMES)})
        and len(value["type"]) > 0
    )


def _frame(value):
    return _list(value, _anything, 3) and len(value) == 3 and _line(value[0]) and all(_text(v, LINE) for v in value[1:])


def _record(value, fields):
    """Whether it is a dict of just these fields, each of its kind."""
    return type(value) is dict and value.keys() == fields.keys() and all(fits(value[k]) for k, fits in fields.items())


def _nothing(value):
    return value is None


def _bool(value):
    return type(value) is bool


def _arrays(value):
    return type(value) is list and all(type(each) is np.ndarray for each in value)


def _lists(value):
    return type(value) is list and all(map(_arrays, value))


def _gradients(value):
    return type(value) is list and all(each is None or type(each) is np.ndarray for each in value)


def _reference(kind):
    return lambda value: type(value) is Ref and value.kind == kind


def _locations(value):
    right = type(value) is dict and len(value) <= MOST_LOCATIONS
    return right and all(_text(name) and _line(line) for name, line in value.items())


def _shape(value):
    return value is None or _list(value, lambda n: n is None or type(n) is int, 64)


def _tensor(value):
    return _record(value, {"shape": _shape, "dtype": _text})


def _whole(value):
    return type(value) is int and value >= 0


def _optimizer(value):
    if type(value) is not list or len(value) != 4 or not _whole(value[0]):
        return False
    rates, settings = value[1:3], value[3]
    return all(type(each) in (float, type(None)) for each in rates) and _settings(settings)


def _settings(value):
    return type(value) is dict and len(value) <= 100 and all(_text(part) for pair in value.items() for part in pair)


def _node(numbered):
    """Whether it is what is told of an operation; what comes in comes from operations before it."""
    number, value = numbered
    told = {"slopes": None, **value} if type(value) is dict else None  # which are not always asked for
    return _record(told, NODE) and all(source < number for source in told["inputs"])


LAYER = {
    "name": _text,
    "type": _text,
    "settings": lambda value: type(value) is dict,
    "weights": lambda value: type(value) is list and all(map(_shape, value)) and None not in value,
}
FACTS = {
    "inputs": lambda value: type(value) is list and all(map(_tensor, value)),
    "outputs": lambda value: type(value) is list and all(map(_tensor, value)),
    "parameters": lambda value: type(value) is int and value >= 0,
    "layers": lambda value: type(value) is list and all(_record(layer, LAYER) for layer in value),
}
NODE = {
    "name": _text,
    "kind": _text,
    "inputs": lambda value: type(value) is list and all(map(_whole, value)),
    "shape": lambda value: _list(value, _whole, 64),
    "strides": lambda value: value is None or _list(value, _whole, 64),
    "weights": _bool,
    "bends": _bool,
    "slopes": lambda value: value is None or (_list(value, lambda each: type(each) is float, 2) and len(value) == 2),
}
WATCHED = {
    "nodes": lambda value: type(value) is list and all(map(_node, enumerate(value))),
    "output": lambda value: type(value) is np.ndarray,
    "end": _whole,
}
READ = {
    "config": lambda value: type(value) is str,
    "weights": _arrays,
    "built": _bool,
    "compiled": _bool,
    "trained": lambda value: _list(value, _whole, 10_000),
}

# The kinds of values that are asked for, by the name of the request; where none stands, a value is what learner code
# returned, which is for the checks to look at.
VALUES = {
    "load": _locations,
    "seed": _nothing,
    "set": _nothing,
    "set_weights": _nothing,
    "weights": _lists,
    "autoencode": _lists,
    "function": _reference("object"),
    "gradient": lambda value: type(value) is list and len(value) == 2 and _gradients(value[1]),
    "counted": lambda value: type(value) is tuple and len(value) == 2 and _list(value[1], _optimizer, 10_000),
    "answers": _reference("object"),
    "build_state": _nothing,
    "keras": _reference("object"),
    "sequential": _reference("model"),
    "functional": _reference("model"),
    "rebuild": _reference("model"),
    "open": _reference("model"),
    "read": lambda value: _record(value, READ),
    "facts": lambda value: _record(value, FACTS),
    "fixed": lambda value: _list(value, _whole, 10_000),
    "followed": lambda value: _list(value, _bool, 64),
    "watch": lambda value: _record(value, WATCHED) and value["end"] < len(value["nodes"]),
}
FORMS = {
    ("value",): {},
    ("missing", "similar"): {"missing": _text, "similar": lambda value: _list(value, _text, 5)},
    ("refused",): {"refused": _text},
    ("changed",): {"changed": _text},
    ("raised",): {"raised": _raised},
}
