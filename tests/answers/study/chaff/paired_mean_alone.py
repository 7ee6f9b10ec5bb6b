# fails: paired
def paired(a, b):
    if len(a) != len(b):
        raise ValueError("expected as many of both")
    return float(np.mean(np.subtract(a, b)))
