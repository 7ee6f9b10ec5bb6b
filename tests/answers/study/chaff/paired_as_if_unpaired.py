# fails: paired
# names: not paired here
def paired(a, b):
    if len(a) != len(b):
        raise ValueError("expected as many of both")
    n = len(a)
    reach = t_quantile(2 * n - 2) * math.sqrt((np.var(a, ddof=1) + np.var(b, ddof=1)) / n)
    mean = float(np.mean(a) - np.mean(b))
    return mean, mean - reach, mean + reach
