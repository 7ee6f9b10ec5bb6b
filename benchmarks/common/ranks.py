"""Rank correlation: whether two series rise and fall together, and how surely."""

import functools

import numpy as np

SHUFFLES = 100_000
# Student's t at 97.5 %, by degrees of freedom: from any table.
STUDENT = {1: 12.706, 2: 4.303, 3: 3.182, 4: 2.776, 5: 2.571, 6: 2.447, 7: 2.365, 8: 2.306, 9: 2.262}


def spearman(one, other):
    """Spearman's rank correlation: from -1 to 1; 0 where one of the series is constant.

    Args:
        one, other: floats (n,); equal values share their ranks.
    """
    one, other = (_ranks(series) - (len(series) - 1) / 2 for series in (one, other))
    scale = np.sqrt((one @ one) * (other @ other))
    return float(one @ other / scale) if scale else 0.0


def partial(one, other, third):
    """What is left of the rank correlation of two series where a third is taken out, such as time.

    Args:
        one, other, third: floats (n,).

    Returns:
        -1 to 1; 0 where the third tells all of one of them.
    """
    direct, by_one, by_other = spearman(one, other), spearman(one, third), spearman(other, third)
    scale = np.sqrt(max(1 - by_one**2, 0) * max(1 - by_other**2, 0))
    return float(np.clip((direct - by_one * by_other) / scale, -1, 1)) if scale > 1e-9 else 0.0


def _ranks(series):
    _, places, counts = np.unique(np.asarray(series, dtype=float), return_inverse=True, return_counts=True)
    return (np.cumsum(counts) - (counts + 1) / 2)[places]


@functools.cache
def least(count):
    """The least |rank correlation| of so many pairs that chance reaches once in 20 times or less often.

    Chance is a series whose order is shuffled. Values that follow each other in time are no such series: each is like
    the one before, so that chance reaches more.

    Args:
        count: 5 or more.
    """
    order = np.arange(count) - (count - 1) / 2
    shuffled = np.random.default_rng(0).permuted(np.tile(order, (SHUFFLES, 1)), axis=1)
    found = np.sort(np.abs(shuffled @ order) / (order @ order))
    # Few pairs have few possible values: the least of those that at most a twentieth reaches.
    reached, first = np.unique(found.round(9), return_index=True)
    return float(reached[SHUFFLES - first <= SHUFFLES / 20][0])


def mean_interval(values):
    """`(low, mean, high)`: the mean of two to ten numbers, and its 95 % interval by Student's t."""
    mean = float(np.mean(values))
    reach = STUDENT[len(values) - 1] * float(np.std(values, ddof=1) / np.sqrt(len(values)))
    return mean - reach, mean, mean + reach
