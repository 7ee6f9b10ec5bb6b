# fails: paired
# names: sign
def paired(a, b):
    if len(a) != len(b):
        raise ValueError("expected as many of both")
    return mean_and_interval(np.abs(np.subtract(a, b)))
