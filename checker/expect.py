"""One shape for every message that a learner reads: what was called, what was expected, what came, and a hint."""

import numpy as np


class Failure(Exception):
    """A check that did not pass, told in the fields of one message.

    Args:
        what: the thing that was looked at, such as "the sum of the ten scores".
        expected, got: short texts.
        hint: what to look at next; never the answer's code.
        called: the call that it is about; where None, the last call that the check made.
        where: `(line, function)` of the learner's file; where None, the beginning of the function called last.
        printed: what the learner's code printed meanwhile.
    """

    outcome = "fail"

    def __init__(self, what, expected="", got="", hint="", called=None, where=None, printed=""):
        super().__init__(what)
        self.what, self.expected, self.got, self.hint = what, expected, got, hint
        self.called, self.where, self.printed = called, where, printed


class LoadFailure(Failure):
    """The learner's file could not be loaded at all, so that every check meets the same."""


class OutOfTime(Failure):
    """The learner's code took longer than it may."""


class Tampering(Failure):
    """The learner's code did what no honest mistake does, such as to answer in the checker's place."""


class Unwritten(Failure):
    """The learner has not written this function yet: the message of the skeleton, unchanged."""

    outcome = "todo"


def expect(condition, what, expected="", got="", hint=""):
    """Fail with a message unless `condition` holds.

    Args:
        condition: anything that `bool` takes; a checker's own value, never a learner's object.
        what, expected, got, hint: see `Failure`.
    """
    if not bool(condition):
        raise Failure(what, expected, got, hint)


def expect_array(value, what, shape=None, dtype=None, close_to=None, rtol=1e-4, atol=1e-4, hint=""):
    """Fail unless `value` is an array as described; returns it.

    Args:
        value: what a learner's function returned.
        what: names it in the message, such as "the images that prepare() returned".
        shape: the exact shape.
        dtype: a dtype's name, or "integer" for any integer.
        close_to: an array of the values it should have; all must be finite.
        rtol, atol: relative and absolute tolerance for `close_to`, as in `np.isclose`.
        hint: shown when a comparison fails.
    """
    if not isinstance(value, np.ndarray):
        raise Failure(
            what, "an array", describe(value), "Does the function end with `return`?" if value is None else hint
        )
    if shape is not None and value.shape != tuple(shape):
        raise Failure(f"the shape of {what}", str(tuple(shape)), str(value.shape), hint)
    if dtype is not None:
        right = value.dtype.kind in "iu" if dtype == "integer" else value.dtype.name == dtype
        if not right:
            raise Failure(f"the dtype of {what}", dtype, value.dtype.name, hint)
    if close_to is not None:
        close_to = np.asarray(close_to)
        if value.shape != close_to.shape:
            raise Failure(f"the shape of {what}", str(close_to.shape), str(value.shape), hint)
        value64 = value.astype("float64")
        right = np.isclose(value64, close_to.astype("float64"), rtol=rtol, atol=atol)
        if not right.all():
            place = tuple(int(i) for i in np.argwhere(~right)[0])
            at = f" at {list(place)}" if place else ""
            count = f" ({np.count_nonzero(~right):,} of {right.size:,} values differ)" if right.size > 1 else ""
            raise Failure(f"{what}{at}", number(close_to[place]), f"{number(value64[place])}{count}", hint)
    return value


def expect_tuple(value, length, what, hint=""):
    """Fail unless `value` is a tuple or list of that many items; returns it."""
    if not isinstance(value, (tuple, list)) or len(value) != length:
        got = f"{len(value)} values" if isinstance(value, (tuple, list)) else describe(value)
        raise Failure(what, f"{length} values", got, hint)
    return value


def scalar(value, what):
    """A learner's number as a float; anything else is a failure."""
    if isinstance(value, (int, float)) or (
        isinstance(value, np.ndarray) and value.size == 1 and value.dtype.kind in "iuf"
    ):
        return float(np.asarray(value).reshape(()))
    raise Failure(what, "a number", describe(value))


def describe(value):
    """A learner's value in a few words."""
    if value is None:
        return "None"
    if isinstance(value, np.ndarray):
        return f"{value.dtype.name} {value.shape}" if value.ndim else f"{value.dtype.name} {number(value)}"
    if isinstance(value, (list, tuple)):
        inside = ", ".join(describe(item) for item in value[:3]) + (", ..." if len(value) > 3 else "")
        return f"a {type(value).__name__} ({inside})"
    if isinstance(value, (bool, int, float, str)):
        text = repr(value)
        return f"{text[:60]}{'...' if len(text) > 60 else ''} (a {type(value).__name__})"
    if isinstance(value, dict):
        return f"a dict with {', '.join(list(value)[:5]) or 'nothing in it'}"
    return str(value)


def number(value):
    """A number in at most four significant digits."""
    return f"{float(value):.4g}"
