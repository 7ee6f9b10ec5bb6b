# fails: mean_and_interval
def mean_and_interval(values):
    values = np.asarray(values, dtype="float64")
    if len(values) < 2:
        raise ValueError(f"{len(values)} values; expected 2 or more: nobody knows how much they scatter")
    mean = values.mean()
    reach = (t_quantile(len(values) - 1) if len(values) < 30 else 1.96) * values.std(ddof=1) / math.sqrt(len(values))
    return float(mean), float(mean - reach), float(mean + reach)
