"""One shape for every message that a learner reads: what was called, what was expected, what came, and a hint."""

from contextlib import suppress

import numpy as np

from checker.failures import Failure
from checker.text import describe, number

NO_RETURN = "Does the function end with `return` and its result?"


def expect(condition, what, expected="", got="", hint=""):
    """Fail with a message unless `condition` holds.

    Args:
        condition: anything that `bool` takes; a checker's own value, never a learner's object.
        what, expected, got, hint: see `Failure`.
    """
    if not bool(condition):
        raise Failure(what, expected, got, hint)


def array_like(value, dtype=None):
    """A list of numbers, or of rows of them, as an array, of this dtype or of their own; all else as it came."""
    if isinstance(value, (list, tuple)):
        with suppress(TypeError, ValueError, OverflowError):  # not of numbers, or rows of unequal length
            array = np.array(value, dtype)
            return array if array.dtype.kind in "iuf" else value
    return value


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
        raise Failure(what, "an array", describe(value), NO_RETURN if value is None else hint)
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
        raise Failure(what, f"{length} values", got, f"{NO_RETURN} {hint}".strip() if value is None else hint)
    return value


def scalar(value, what):
    """A learner's number as a float; anything else is a failure."""
    if type(value) in (int, float) or (isinstance(value, np.ndarray) and value.size == 1 and value.dtype.kind in "iuf"):
        return float(np.asarray(value).reshape(()))
    raise Failure(what, "a number", describe(value), NO_RETURN if value is None else "")
