# fails: paired
# names: order of the splits
def paired(a, b):
    if len(a) != len(b):
        raise ValueError("expected as many of both")
    return mean_and_interval(np.sort(a) - np.sort(b))
