# fails: mean_and_interval
# also: paired
# names: low and high are the mean itself
def mean_and_interval(values):
    values = np.asarray(values, dtype="float64")
    if len(set(values.tolist())) < 2:
        raise ValueError("nobody knows how much they scatter")
    mean = values.mean()
    reach = t_quantile(len(values) - 1) * values.std(ddof=1) / math.sqrt(len(values))
    return float(mean), float(mean - reach), float(mean + reach)
