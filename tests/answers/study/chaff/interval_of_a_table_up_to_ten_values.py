# fails: mean_and_interval
# also: paired
QUANTILES = [12.7062, 4.3027, 3.1824, 2.7764, 2.5706, 2.4469, 2.3646, 2.3060, 2.2622]


def mean_and_interval(values):
    values = np.asarray(values, dtype="float64")
    if len(values) < 2:
        raise ValueError("too few values")
    mean = values.mean()
    quantile = QUANTILES[min(len(values) - 2, 8)]
    reach = quantile * values.std(ddof=1) / math.sqrt(len(values))
    return float(mean), float(mean - reach), float(mean + reach)
