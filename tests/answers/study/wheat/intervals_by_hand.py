def mean_and_interval(values):
    n = len(values)
    if n <= 1:
        raise ValueError("one value does not scatter")
    mean = sum(values) / n
    variance = sum((each - mean) ** 2 for each in values) / (n - 1)
    reach = t_quantile(n - 1) * np.sqrt(variance / n)
    return mean, mean - reach, mean + reach


def paired(a, b):
    a, b = np.array(a), np.array(b)
    if a.shape != b.shape or len(a) < 2:
        raise ValueError("two values or more of both arms, in pairs")
    return mean_and_interval(a - b)
