# fails: mean_and_interval
# also: paired
# names: square the differences from the mean instead
def mean_and_interval(values):
    values = np.asarray(values, dtype="float64")
    n = len(values)
    if n < 2:
        raise ValueError("too few values")
    mean = values.mean()
    variance = (np.mean(values**2) - mean**2) * n / (n - 1)
    reach = t_quantile(n - 1) * np.sqrt(variance / n)
    return float(mean), float(mean - reach), float(mean + reach)
