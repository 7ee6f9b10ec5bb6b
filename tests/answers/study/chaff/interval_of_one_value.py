# fails: mean_and_interval
# also: paired
# names: ValueError
def mean_and_interval(values):
    values = np.asarray(values, dtype="float64")
    mean, n = values.mean(), len(values)
    reach = t_quantile(max(n - 1, 1)) * values.std(ddof=min(n - 1, 1)) / math.sqrt(n)
    return float(mean), float(mean - reach), float(mean + reach)
