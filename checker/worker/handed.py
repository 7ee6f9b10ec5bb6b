"""What a learner's function is handed: copies, which tell afterwards whether it left its arguments as they were."""

import numpy as np


class Changed(Exception):
    """A function changed an argument in place, which its caller goes on to use."""


def copied(value, apart=False):
    """A copy of plain data, arrays included; what is no plain data is handed over as it is.

    With `apart` an array's rows lie apart in memory, as in a part of a larger one: so they do where a learner's own
    program cuts a few images out of many, and code that takes them for one block reads what is not its own.
    """
    if isinstance(value, np.ndarray):
        if not (apart and value.ndim):
            return value.copy()
        rows = np.zeros((*value.shape[:-1], value.shape[-1] + 1), value.dtype)[..., :-1]
        rows[...] = value
        return rows
    if isinstance(value, dict):
        return {key: copied(item, apart) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return type(value)(copied(item, apart) for item in value)
    return value


def expect_left(handed, kept):
    """Raise `Changed` unless arguments are what was kept of them; lists, of which the last may be the named ones."""
    for number, (one, other) in enumerate(zip(handed, kept, strict=True), 1):
        changed = [f"`{name}`" for name in other if not _same(one[name], other[name])] if type(other) is dict else []
        if changed or not _same(one, other):
            raise Changed(changed[0] if changed else str(number))


def _same(one, other):
    if type(one) is not type(other):
        return False
    if isinstance(other, np.ndarray):
        nan = other.dtype.kind in "fc"
        return one.shape == other.shape and one.dtype == other.dtype and np.array_equal(one, other, equal_nan=nan)
    if isinstance(other, dict):
        return list(one) == list(other) and all(_same(one[key], item) for key, item in other.items())
    if isinstance(other, (list, tuple)):
        return len(one) == len(other) and all(map(_same, one, other))
    return True
