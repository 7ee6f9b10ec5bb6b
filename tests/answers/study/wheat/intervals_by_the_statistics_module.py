import statistics


def mean_and_interval(values):
    values = [float(each) for each in values]
    if len(values) < 2:
        raise ValueError("at least two values are needed")
    mean, error = statistics.fmean(values), statistics.stdev(values) / len(values) ** 0.5
    return mean, mean - t_quantile(len(values) - 1) * error, mean + t_quantile(len(values) - 1) * error


def paired(a, b):
    return mean_and_interval([x - y for x, y in zip(a, b, strict=True)])
