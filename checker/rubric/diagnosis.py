"""Known mistakes: compares a result with what each of them would give, and names the one that fits."""

import numpy as np


def diagnose(got, known, otherwise="", rtol=1e-3, atol=1e-6):
    """The hint of the known mistake that gives exactly this result.

    Args:
        got: a number or an array, finite or not.
        known: `{hint: the value that this mistake would give}`, what is to be told first in front. Where a mistake has
            several values, they stand in a list. A value of another shape than `got` does not fit.
        otherwise: the hint where none fits.
        rtol, atol: relative and absolute tolerance, as in `np.isclose`.
    """
    shape = np.shape(got)
    for hint, values in known.items():
        for value in values if isinstance(values, list) else [values]:
            if np.shape(value) == shape and np.allclose(got, value, rtol=rtol, atol=atol):
                return hint
    return otherwise
