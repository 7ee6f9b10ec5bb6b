# fails: paired
def paired(a, b):
    if len(a) != len(b):
        raise ValueError("expected as many of both")
    return tuple(x - y for x, y in zip(mean_and_interval(a), mean_and_interval(b), strict=True))
