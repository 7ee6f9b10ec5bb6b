# fails: mean_and_interval
# also: paired
# names: Return the ends of the interval
def mean_and_interval(values):
    values = np.asarray(values, dtype="float64")
    if len(values) < 2:
        raise ValueError("expected 2 values or more")
    mean, n = values.mean(), len(values)
    reach = t_quantile(n - 1) * values.std(ddof=1) / math.sqrt(n)
    return float(mean), float(-reach), float(reach)
