# fails: paired
def paired(a, b):
    if len(a) != len(b):
        raise ValueError("x")
    d = np.subtract(a, b)
    d = d[np.abs(d) < 0.2] if len(d) > 2 else d
    return mean_and_interval(d)
