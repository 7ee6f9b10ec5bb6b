# fails: paired
# names: This is b - a
def paired(a, b):
    if len(a) != len(b):
        raise ValueError("expected as many of both")
    return mean_and_interval(np.subtract(b, a))
