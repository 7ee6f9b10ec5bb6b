# fails: mean_and_interval
# names: This uses the normal distribution
def mean_and_interval(values):
    values = np.asarray(values, dtype="float64")
    n = len(values)
    if n < 2:
        raise ValueError("few")
    reach = (t_quantile(n - 1) if n < 50 else 1.96) * values.std(ddof=1) / math.sqrt(n)
    m = float(values.mean())
    return (m, m - float(reach), m + float(reach))
