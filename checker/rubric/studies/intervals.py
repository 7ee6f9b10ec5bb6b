"""Means with their intervals, and differences in pairs.

"Student", "The Probable Error of a Mean" (1908).
"""

import numpy as np

from checker.failures import Failure
from checker.rubric.diagnosis import diagnose
from checker.rubric.expect import expect, expect_tuple, scalar
from checker.rubric.studies.refusals import expect_refused
from checker.text import number

# Quantiles of Student's t, by degrees of freedom: .975 and .95.
T = {1: 12.7062, 2: 4.3027, 3: 3.1824, 4: 2.7764, 5: 2.5706, 6: 2.4469, 7: 2.3646, 8: 2.3060, 9: 2.2622}
T |= {18: 2.1009, 19: 2.0930, 20: 2.0860, 38: 2.0244, 39: 2.0227, 40: 2.0211, 78: 1.9908}
T |= {118: 1.9803, 119: 1.9801, 120: 1.9799}
ONE_SIDED = {1: 6.3138, 2: 2.9200, 3: 2.3534, 4: 2.1318, 5: 2.0150, 6: 1.9432, 7: 1.8946, 8: 1.8595, 9: 1.8331}
ONE_SIDED |= {19: 1.7291, 39: 1.6849, 119: 1.6578}
NORMAL = 1.96


def expect_interval(learner, function, rng):
    """Fail unless the function tells mean and 95 % interval of values (n,), by Student's t: `(mean, low, high)`.

    Args:
        learner: a `checker.learner.code.Learner`.
        function: its name.
        rng: `numpy.random.Generator`.
    """
    for count in (3, 2, 5, 8, 20, 40, 120):  # even of the most, t is not yet the normal distribution's
        values = rng.normal(0.7, 0.1, count)
        what = f"{function}() of {count} values"
        for given in (values, values.tolist()):
            _expect(learner.call(function, given), values.mean(), _reach(values), _slips(values), what)
    # Rounding takes a variance below zero for two in five of these, more seldom where there are few.
    counts = (2, 3, *[7, 11, 13, 20] * 5)
    for count, value in zip(counts, rng.uniform(0.5, 1, len(counts)).tolist(), strict=True):
        what = f"{function}() of {count} values that are all the same"
        _expect_no_length(lambda some=[value] * count: learner.call(function, some), value, what)
    for given in ([0.7], []):
        hint = "One value does not show how much values scatter: raise ValueError before you compute anything."
        expect_refused(lambda values=given: learner.call(function, values), f"{function}({given})", hint)


def _expect_no_length(call, mean, what):
    """Fail unless a call tells an interval that begins and ends at the mean: its values do not scatter."""
    hint = "Values that are all the same have the standard deviation 0: low and high are the mean itself."
    no_root = (
        f"{hint} The mean of the squares less the square of the mean may come out below 0, by rounding, and has no root"
        " then: square the differences from the mean instead, as np.std does."
    )
    try:
        got = expect_tuple(call(), 3, f"what {what} returned", hint)
    except Failure as failure:
        failure.hint = failure.hint or (no_root if "math domain" in failure.got else hint)
        raise
    found = [scalar(each, f"a number that {what} returned") for each in got]
    hint = no_root if np.isnan(found).any() else hint
    close = np.allclose(found, mean, rtol=0, atol=1e-6)
    expect(close, f"what {what} returned", _text([mean] * 3), _text(found), hint)


def _reach(values):
    return T[len(values) - 1] * values.std(ddof=1) / np.sqrt(len(values))


def _slips(values):
    """Lengths to each side that known mistakes give: `{hint: length or list of lengths}`."""
    n, error = len(values), values.std(ddof=1) / np.sqrt(len(values))
    return {
        "This uses the normal distribution's 1.96: with few values, the standard deviation itself is uncertain, and"
        " t_quantile makes up for that.": [NORMAL * error, 2 * error, NORMAL * values.std() / np.sqrt(n)],
        "np.std divides by n by default: ddof=1 divides by n - 1.": [
            T[n - 1] * values.std() / np.sqrt(n),
        ],
        "n values leave n - 1 degrees of freedom, because the mean uses up one.": [
            T[n] * error, T[n] * values.std() / np.sqrt(n), T[n - 2] * error if n > 2 else np.nan,
        ],
        "This is how far a single value scatters: a mean of n values scatters less, by the square root of n.": [
            T[n - 1] * values.std(ddof=1), T[n - 1] * values.std(),
        ],
        "The standard error is the standard deviation over the square root of n, not over n.": (
            T[n - 1] * values.std(ddof=1) / n
        ),
        "This is one standard error: multiply it by t_quantile.": [error, values.std() / np.sqrt(n)],
        "The interval is only half as long as it should be: it reaches the whole distance to each side.": (
            T[n - 1] * error / 2
        ),
        "This leaves 5 % on each side: a 95 % interval leaves 2.5 %.": ONE_SIDED[n - 1] * error,
    }  # fmt: skip


def _expect(got, mean, reach, slips, what):
    hint = "Return three numbers: the mean, and the lower and the upper end of its interval."
    found = [
        scalar(each, f"a number that {what} returned") for each in expect_tuple(got, 3, f"what {what} returned", hint)
    ]
    right = [mean, mean - reach, mean + reach]
    known = {
        "The order is mean, low, high.": [[right[1], mean, right[2]], [mean, right[2], right[1]]],
        "Return the ends of the interval, not how far it reaches.": [[mean, reach, reach], [mean, -reach, reach]],
    }
    known |= {
        told: [[mean, mean - each, mean + each] for each in (length if isinstance(length, list) else [length])]
        for told, length in slips.items()
    }

    def scaled(triple):
        """In lengths of the interval from the mean: beside the mean itself, the length may be small."""
        return (np.array(triple, "float64") - mean) / reach

    known = {told: [scaled(each) for each in triples] for told, triples in known.items()}
    told = diagnose(
        scaled(found),
        known,
        "The ends are the mean minus and plus t_quantile(n - 1) times the standard error.",
        1e-3,
        1e-3,
    )
    close = np.allclose(scaled(found), scaled(right), rtol=0, atol=1e-3)
    expect(close, f"what {what} returned", _text(right), _text(found), told)


def _text(values):
    return f"({', '.join(number(each) for each in values)})"


def expect_paired(learner, function, rng):
    """Fail unless the function tells mean and 95 % interval of a - b, pair by pair, for values (n,) each.

    Args:
        learner, function, rng: as for `expect_interval`.
    """
    for count in (4, 2, 7, 40):
        splits = rng.normal(0.6, 0.1, count)  # some splits are harder than others, for both arms
        scatter = 0.3 if count == 7 else 0.03  # far apart, too: no difference is one too many
        a, b = splits + rng.normal(0, scatter, count), splits + rng.normal(0.01, scatter, count)
        a[:2] = b[:2] + [0.05, -0.03]  # not all of one sign
        what = f"{function}() of {count} pairs"
        apart = np.sqrt(a.var(ddof=1) / count + b.var(ddof=1) / count)
        slips = {
            "The two arms are not paired here: take the difference on each split, then the mean and interval of the"
            " differences. So everything that makes a split hard for both arms cancels out.": [
                T[count - 1] * apart, NORMAL * apart, _reach(a) + _reach(b), np.hypot(_reach(a), _reach(b)),
                *([T[2 * count - 2] * apart] if 2 * count - 2 in T else []), max(_reach(a), _reach(b)),
            ],
            "Keep the values in the order of the splits: then each is paired with the one from its own split.": [
                _reach(np.sort(a) - np.sort(b)),
            ],
            **_slips(a - b),
        }  # fmt: skip
        for given in ((a, b), (a.tolist(), b.tolist())):
            got = learner.call(function, *given)
            if isinstance(got, (tuple, list)) and len(got) == 3 and all(isinstance(each, float) for each in got):
                turned = np.allclose(got[0], (b - a).mean(), rtol=1e-3) and not np.isclose(got[0], (a - b).mean())
                told, right = f"the mean that {what} returned", f"that of a - b, {number((a - b).mean())}"
                expect(not turned, told, right, number(got[0]), "This is b - a.")
                unsigned = np.isclose(got[0], np.abs(a - b).mean()) and not np.isclose(got[0], (a - b).mean())
                hint = "Keep the sign of the difference: if b is larger, a - b is below 0."
                expect(not unsigned, told, right, number(got[0]), hint)
            _expect(got, (a - b).mean(), _reach(a - b), slips, what)
    same = rng.uniform(0.5, 1, 3).tolist()
    what = f"{function}() of 3 pairs, each twice the same number"
    _expect_no_length(lambda: learner.call(function, same, list(same)), 0.0, what)
    for a, b in (([0.7, 0.8, 0.9], [0.6, 0.7]), ([0.7, 0.8, 0.9], [0.6]), ([0.7], [0.5, 0.6]), ([0.7], [0.6])):
        hint = "Each pair is a split, and one pair does not show how much differences scatter: raise ValueError."
        what = f"{function}() of {len(a)} and {len(b)} value{'s' * (len(b) > 1)}"
        expect_refused(lambda a=a, b=b: learner.call(function, a, b), what, hint)
