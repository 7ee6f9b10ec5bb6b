# fails: mean_and_interval
# also: paired
# names: ValueError
def mean_and_interval(values):
    values = np.asarray(values, dtype="float64")
    mean, n = values.mean(), len(values)
    if n < 2:
        return float(mean), math.nan, math.nan
    reach = t_quantile(n - 1) * values.std(ddof=1) / math.sqrt(n)
    return float(mean), float(mean - reach), float(mean + reach)
